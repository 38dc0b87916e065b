package dev.tributary.aggregator.evaluation;

import java.util.Map;

/**
 * One client's figures of a version, checked.
 *
 * @param exampleCount test examples with which it counts, at least 1
 * @param metrics      finite values by name
 * @param expected     clients that may be expected to report on the version; 0 if nothing is known of them
 */
public record Report(long exampleCount, Map<String, Double> metrics, long expected) {

    /** Copies the values. */
    public Report {
        metrics = Map.copyOf(metrics);
    }
}
