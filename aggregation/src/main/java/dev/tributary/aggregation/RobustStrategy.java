package dev.tributary.aggregation;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;

/**
 * A {@link CombiningRule} that sees every update, one vote for each client, followed by a server step.
 *
 * @param name       as it stands in settings and provenance
 * @param rule       combines the votes
 * @param serverStep makes the step
 */
public record RobustStrategy(String name, CombiningRule rule, ServerStepRule serverStep)
        implements AggregationStrategy {

    @Override
    public <T> T fold(Function<LinearStrategy, T> ifLinear, Function<RobustStrategy, T> ifRobust) {
        return ifRobust.apply(this);
    }

    @Override
    public int leastClients() {
        return rule.leastClients();
    }

    @Override
    public Set<String> stateVectors() {
        Set<String> names = new TreeSet<>(serverStep.stateVectors());
        names.addAll(rule.stateVectors());
        return names;
    }

    @Override
    public long memoryBytes(int parameters, int updates) {
        long floats = (long) Float.BYTES * parameters;
        long kept = floats * stateVectors().size();
        return kept + floats * updates + (long) Double.BYTES * parameters + rule.workBytes(parameters, updates);
    }

    @Override
    public Combination combine(int parameters, RoundAggregate aggregate, ServerState state) {
        RoundAggregate.EveryUpdate every = aggregate.fold(
                sum -> {
                    throw new IllegalArgumentException(
                            "strategy " + name + " must be given every update, was given " + sum);
                },
                updates -> updates);
        List<ClientDelta> votes = OneVotePerClient.of(every.updates(), parameters);
        Optional<String> obstacle = obstacle(votes);
        if (obstacle.isPresent()) {
            return new Combination.Skipped(obstacle.get());
        }
        double[] combined = new double[parameters];
        rule.combine(votes, every.divisor(), state, combined);
        return new Combination.Combined(new CombinedDelta(every.round(), combined, 1));
    }

    private Optional<String> obstacle(List<ClientDelta> votes) {
        if (votes.size() < leastClients()) {
            return Optional.of("strategy " + name + " needs at least " + leastClients() + " clients, the round had "
                    + votes.size() + "; the model stays as it was");
        }
        return rule.obstacle(votes).map(why -> why + "; the model stays as it was");
    }

    @Override
    public float[] step(float[] current, ReleasedDelta released, ServerState state) {
        return serverStep.step(current, released, state);
    }
}
