package dev.tributary.aggregator.evaluation;

import java.util.Collections;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Predicate;

/**
 * Some reports, added up.
 *
 * @param reportCount  reports in it
 * @param exampleCount their test examples
 * @param metrics      each metric over the reports that had it, by name; not changed
 */
record Tally(long reportCount, long exampleCount, Map<String, MetricTally> metrics) {

    static final Tally NOTHING = new Tally(0, 0, Map.of());

    Tally {
        metrics = Collections.unmodifiableMap(new TreeMap<>(metrics));
    }

    static Tally of(Report report) {
        Map<String, MetricTally> metrics = new TreeMap<>();
        report.metrics().forEach((name, value) -> metrics.put(name, MetricTally.of(value, report.exampleCount())));
        return new Tally(1, report.exampleCount(), metrics);
    }

    Tally plus(Tally other) {
        Map<String, MetricTally> both = new TreeMap<>(metrics);
        other.metrics.forEach((name, metric) -> both.merge(name, metric, MetricTally::plus));
        return new Tally(reportCount + other.reportCount, exampleCount + other.exampleCount, both);
    }

    /** The same reports with those metrics alone that pass. */
    Tally only(Predicate<Map.Entry<String, MetricTally>> passes) {
        Map<String, MetricTally> some = new TreeMap<>(metrics);
        some.entrySet().removeIf(passes.negate());
        return new Tally(reportCount, exampleCount, some);
    }
}
