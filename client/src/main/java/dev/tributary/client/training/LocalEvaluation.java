package dev.tributary.client.training;

import java.util.Map;

/**
 * How well a model does on a client's own test data.
 *
 * @param exampleCount test examples, at least 1
 * @param metrics      means over them by name, such as {@link LocalUpdate#LOSS} and {@link LocalUpdate#ACCURACY}; copied
 */
public record LocalEvaluation(long exampleCount, Map<String, Double> metrics) {

    /** Checks the bounds named above. */
    public LocalEvaluation {
        if (exampleCount < 1) {
            throw new IllegalArgumentException("exampleCount must be at least 1, was " + exampleCount);
        }
        metrics = Map.copyOf(metrics);
    }
}
