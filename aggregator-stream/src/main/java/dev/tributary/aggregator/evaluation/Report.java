package dev.tributary.aggregator.evaluation;

import java.util.Map;

/**
 * One client's figures of a version, checked.
 *
 * @param exampleCount test examples with which it counts, at least 1
 * @param metrics      finite values by name
 */
public record Report(long exampleCount, Map<String, Double> metrics) {

    /** Copies the values. */
    public Report {
        metrics = Map.copyOf(metrics);
    }
}
