package dev.tributary.aggregation;

import dev.tributary.arithmetic.Blocks;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/**
 * How the updates of a round become the next model: combined into one delta Δₜ, by a weighted mean or by a
 * {@link CombiningRule}, along which a {@link ServerOptimizer} then makes a step of the scheduled server learning rate.
 *
 * <p>Deterministic: the same input in the same order on the same state gives the same bits, on any machine. Immutable,
 * and safe for use by any number of threads, each with a {@link ServerState} of its own.
 */
public final class AggregationStrategy {

    private final String name;
    private final Optional<CombiningRule> rule;
    private final ServerOptimizer optimizer;
    private final double learningRate;
    private final LearningRateSchedule schedule;

    /**
     * @param name         as it stands in settings and provenance
     * @param rule         combines the updates; empty for their weighted mean
     * @param optimizer    makes the step
     * @param learningRate η, finite and above 0
     * @param schedule     how η changes with the rounds
     */
    public AggregationStrategy(
            String name,
            Optional<CombiningRule> rule,
            ServerOptimizer optimizer,
            double learningRate,
            LearningRateSchedule schedule) {
        this.name = name;
        this.rule = rule;
        this.optimizer = optimizer;
        this.learningRate = learningRate;
        this.schedule = schedule;
    }

    /**
     * Names the strategy.
     *
     * @return as it stands in settings and provenance
     */
    public String name() {
        return name;
    }

    /**
     * Says which input {@link #next} needs.
     *
     * @return whether {@link RoundInput#ofUpdates}; else {@link RoundInput#ofSum}
     */
    public boolean needsEveryUpdate() {
        return rule.isPresent();
    }

    /**
     * Says how many clients a round must have.
     *
     * @return at least 1
     */
    public int leastClients() {
        return rule.map(CombiningRule::leastClients).orElse(1);
    }

    /**
     * Names what it keeps in the {@link ServerState}.
     *
     * @return names of vectors
     */
    public Set<String> stateVectors() {
        Set<String> names = new TreeSet<>(optimizer.stateVectors());
        rule.ifPresent(combining -> names.addAll(combining.stateVectors()));
        return names;
    }

    /**
     * Computes what it needs in stage 2, beside the current model, the next one and the weighted sum.
     *
     * @param parameters length of the model
     * @param updates    most updates in a round
     * @return bytes: the vectors that it keeps and, if it needs every update, those, the combined delta and the rule's
     *         work space
     */
    public long memoryBytes(int parameters, int updates) {
        long floats = (long) Float.BYTES * parameters;
        long kept = floats * stateVectors().size();
        return kept
                + rule.map(combining -> floats * updates
                                + (long) Double.BYTES * parameters
                                + combining.workBytes(parameters, updates))
                        .orElse(0L);
    }

    /**
     * Computes the next model.
     *
     * @param current parameters of the current model; not kept, not changed
     * @param input   what {@link #needsEveryUpdate} asks for, all vectors as long as the model
     * @param state   what the strategy kept from the last round; changed in place, unless the step is skipped
     * @return the step; skipped, with the reason, if too few clients took part or the rule cannot combine what there is
     */
    public ServerStep next(float[] current, RoundInput input, ServerState state) {
        double rate = learningRate * schedule.factor(input.round());
        if (rule.isEmpty()) {
            double[] mean = meanInPlace(current, input);
            return ServerStep.to(optimizer.step(current, mean, rate, state));
        }
        List<ClientDelta> votes = OneVotePerClient.of(input.updates(), current.length);
        Optional<String> obstacle = obstacle(votes);
        if (obstacle.isPresent()) {
            return ServerStep.skipped(current, obstacle.get());
        }
        double[] combined = new double[current.length];
        rule.get().combine(votes, input.divisor(), state, combined);
        return ServerStep.to(optimizer.step(current, combined, rate, state));
    }

    private static double[] meanInPlace(float[] current, RoundInput input) {
        double[] sum = input.weightedSum();
        if (sum.length != current.length) {
            throw new IllegalArgumentException(
                    "weighted sum must have " + current.length + " values, had " + sum.length);
        }
        Blocks.of(sum.length, (from, to) -> divide(sum, input.divisor(), from, to));
        return sum;
    }

    private static void divide(double[] sum, double divisor, int from, int to) {
        for (int i = from; i < to; i++) {
            sum[i] /= divisor;
        }
    }

    private Optional<String> obstacle(List<ClientDelta> votes) {
        if (votes.size() < leastClients()) {
            return Optional.of("strategy " + name + " needs at least " + leastClients() + " clients, the round had "
                    + votes.size() + "; the model stays as it was");
        }
        return rule.orElseThrow().obstacle(votes).map(why -> why + "; the model stays as it was");
    }
}
