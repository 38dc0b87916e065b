package dev.tributary.aggregator.evaluation;

import dev.tributary.aggregator.evaluation.judging.ComparableGroup;
import dev.tributary.federation.settings.evaluation.EvaluationSettings;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/**
 * The reports on a version in one window: those whose sums have been shown, and those that wait.
 *
 * <p>Whoever sees the figures before and after a report can subtract and has the report. So reports are shown in batches
 * of at least {@code evaluation.minReports}: the difference of any two figures is a batch, or several. That holds for
 * each metric by itself, since not every report has every metric. From the sums, which are all that is kept, no report
 * can be taken out again.
 *
 * <p>The first batch has as many clients as stand for those that may be expected ({@link ComparableGroup}). So the figures of
 * successive versions of a small federation are of the same clients, not of the first three that report.
 *
 * <p>A further batch has at least an eighth of what has been shown, too. So the number of figures shown grows with the
 * logarithm of the number of clients.
 */
public final class VersionTally {

    /** No report. */
    public static final VersionTally EMPTY = new VersionTally(Tally.NOTHING, Tally.NOTHING);

    /**
     * Most different names: clients choose them. The first ones stay; the configured metric always has its place.
     */
    static final int MOST_NAMES = 32;

    private static final int GROWTH_DIVISOR = 8;

    private final Tally shown;
    private final Tally waiting;

    VersionTally(Tally shown, Tally waiting) {
        this.shown = shown;
        this.waiting = waiting;
    }

    Tally shown() {
        return shown;
    }

    Tally waiting() {
        return waiting;
    }

    /**
     * Adds a report, and shows what waits if it has become a batch.
     *
     * @param report   the report
     * @param settings settings in force
     * @return the sums with it; this one is not changed
     */
    public VersionTally plus(Report report, EvaluationSettings settings) {
        Set<String> names = new HashSet<>(shown.metrics().keySet());
        names.addAll(waiting.metrics().keySet());
        names.add(settings.metric());
        for (String name : new TreeSet<>(report.metrics().keySet())) {
            if (names.size() < MOST_NAMES) {
                names.add(name);
            }
        }
        Tally one = Tally.of(report).only(metric -> names.contains(metric.getKey()));
        return new VersionTally(shown, waiting.plus(one)).showBatch(settings.minReports(), report.expected());
    }

    private long leastBatch(int minReports, long expected) {
        long least = shown.reportCount() == 0
                ? ComparableGroup.least(expected)
                : (shown.reportCount() + GROWTH_DIVISOR - 1) / GROWTH_DIVISOR;
        return Math.max(minReports, least);
    }

    private VersionTally showBatch(int minReports, long expected) {
        if (waiting.reportCount() < leastBatch(minReports, expected)) {
            return this;
        }
        Tally batch = waiting.only(metric -> isBatch(metric, minReports));
        Tally rest = new Tally(
                0, 0, waiting.only(metric -> !isBatch(metric, minReports)).metrics());
        return new VersionTally(shown.plus(batch), rest);
    }

    private static boolean isBatch(Map.Entry<String, MetricTally> metric, int minReports) {
        return metric.getValue().reportCount() >= minReports;
    }

    /**
     * Puts the reports of two windows together, when a report has joined them.
     *
     * @param other reports of the other one, none of them in this one
     * @return the sums of both; neither is changed
     */
    public VersionTally plus(VersionTally other) {
        return new VersionTally(shown.plus(other.shown), waiting.plus(other.waiting));
    }
}
