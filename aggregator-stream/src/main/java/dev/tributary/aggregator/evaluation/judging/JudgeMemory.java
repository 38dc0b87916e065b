package dev.tributary.aggregator.evaluation.judging;

import dev.tributary.federation.settings.evaluation.EvaluationSettings;
import java.util.Collection;
import java.util.Collections;
import java.util.Map;
import java.util.NavigableMap;
import java.util.NavigableSet;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * Memory of a {@link VersionJudge}: at most 64 versions singly, in about 1 KiB, and the best of
 * those before them.
 *
 * @param metric       metric that it is about, with its direction
 * @param groupSize    clients behind the last mean that was judged; 0 before the first
 * @param past         versions older than those of {@code means}
 * @param replacements versions at which the model was replaced, so that versions before and after are not compared
 * @param means        means by version
 */
public record JudgeMemory(
        String metric,
        long groupSize,
        MetricHistory past,
        NavigableSet<Long> replacements,
        NavigableMap<Long, Double> means) {

    /** Copies the collections. */
    public JudgeMemory {
        replacements = Collections.unmodifiableNavigableSet(new TreeSet<>(replacements));
        means = Collections.unmodifiableNavigableMap(new TreeMap<>(means));
    }

    /**
     * Makes one of stored values.
     *
     * @param metric       as above
     * @param groupSize    as above
     * @param past         as above
     * @param replacements as above, in any order
     * @param means        as above
     * @return the memory
     */
    public static JudgeMemory of(
            String metric, long groupSize, MetricHistory past, Collection<Long> replacements, Map<Long, Double> means) {
        return new JudgeMemory(metric, groupSize, past, new TreeSet<>(replacements), new TreeMap<>(means));
    }

    /**
     * Makes one of no version.
     *
     * @param settings names the metric
     * @return the memory
     */
    public static JudgeMemory empty(EvaluationSettings settings) {
        return of(nameOf(settings), 0, MetricHistory.beginning(VersionJudge.BEGINNING), new TreeSet<>(), Map.of());
    }

    /** The same for a metric; of another one the replacements alone still hold. */
    JudgeMemory about(EvaluationSettings settings) {
        if (metric.equals(nameOf(settings))) {
            return this;
        }
        return of(nameOf(settings), 0, MetricHistory.beginning(VersionJudge.BEGINNING), replacements, Map.of());
    }

    private static String nameOf(EvaluationSettings settings) {
        return settings.metric() + " " + settings.better();
    }
}
