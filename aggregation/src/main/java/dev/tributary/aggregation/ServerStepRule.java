package dev.tributary.aggregation;

import java.util.Set;

/**
 * The last part of every strategy: a step of the {@link ServerOptimizer} along the released delta, as long as the
 * schedule says.
 *
 * @param optimizer    makes the step
 * @param learningRate η, finite and above 0
 * @param schedule     how η changes with the rounds
 */
public record ServerStepRule(ServerOptimizer optimizer, double learningRate, LearningRateSchedule schedule) {

    Set<String> stateVectors() {
        return optimizer.stateVectors();
    }

    float[] step(float[] current, ReleasedDelta released, ServerState state) {
        double rate = learningRate * schedule.factor(released.round());
        return optimizer.step(current, released.meanInPlace(), rate, state);
    }
}
