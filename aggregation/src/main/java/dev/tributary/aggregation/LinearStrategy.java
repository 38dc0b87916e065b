package dev.tributary.aggregation;

import java.util.Set;
import java.util.function.Function;

/**
 * The weighted mean of the updates, followed by a server step. It needs their sum only, so the aggregator adds updates as
 * they come and keeps none; a sum can also be masked, and noise on it has a known meaning.
 *
 * @param name       as it stands in settings and provenance
 * @param serverStep makes the step
 */
public record LinearStrategy(String name, ServerStepRule serverStep) implements AggregationStrategy {

    @Override
    public <T> T fold(Function<LinearStrategy, T> ifLinear, Function<RobustStrategy, T> ifRobust) {
        return ifLinear.apply(this);
    }

    @Override
    public int leastClients() {
        return 1;
    }

    @Override
    public Set<String> stateVectors() {
        return serverStep.stateVectors();
    }

    @Override
    public long memoryBytes(int parameters, int updates) {
        return (long) Float.BYTES * parameters * stateVectors().size();
    }

    @Override
    public Combination combine(int parameters, RoundAggregate aggregate, ServerState state) {
        RoundAggregate.SummedUpdates summed = aggregate.fold(sum -> sum, every -> {
            throw new IllegalArgumentException("strategy " + name + " must be given a sum, was given " + every);
        });
        double[] sum = summed.weightedSum();
        if (sum.length != parameters) {
            throw new IllegalArgumentException("weighted sum must have " + parameters + " values, had " + sum.length);
        }
        return new Combination.Combined(new CombinedDelta(summed.round(), sum, summed.divisor()));
    }

    @Override
    public float[] step(float[] current, ReleasedDelta released, ServerState state) {
        return serverStep.step(current, released, state);
    }
}
