package dev.tributary.benchmarks.pipeline;

import dev.tributary.benchmarks.aggregator.AggregatorJvm;
import dev.tributary.benchmarks.federation.BenchFederation;
import dev.tributary.benchmarks.federation.BenchPlan;
import dev.tributary.benchmarks.report.BenchReport;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Consumer;

/**
 * Whether the aggregator's memory depends on how many updates make a round: the greatest live heap for several goals,
 * over the same updates. Full collections at short intervals see to it that only what lives is counted.
 *
 * @param plan       the federation; its goal is replaced
 * @param goals      updates that close a round
 * @param updates    updates that are preloaded
 * @param jvmOptions options for the aggregator's Java
 * @param progress   takes lines on the progress
 */
public record MemoryBenchmark(
        BenchPlan plan, List<Integer> goals, int updates, List<String> jvmOptions, Consumer<String> progress) {

    private static final Duration COLLECTION_INTERVAL = Duration.ofMillis(100);

    /** Copies the lists. */
    public MemoryBenchmark {
        goals = List.copyOf(goals);
        jvmOptions = List.copyOf(jvmOptions);
    }

    /**
     * Runs it.
     *
     * @return peaks by goal
     */
    public BenchReport run() {
        TreeMap<Integer, Long> peaks = new TreeMap<>();
        try (BenchFederation federation = BenchFederation.open(plan.withGoal(goals.get(0)))) {
            progress.accept("writing " + updates + " updates of " + plan.parameters() + " parameters ...");
            Preload.updates(federation, updates);
            for (int goal : goals) {
                // All updates are on version 0, and each round makes the rest of them older.
                federation.beginAnew(plan.withGoal(goal).admittingStaleness(updates / goal));
                // A JVM for each: classes and compiled code of the one before would be counted for the next.
                try (AggregatorJvm jvm = AggregatorJvm.launch(federation.directory(), jvmOptions)) {
                    jvm.collectEvery(COLLECTION_INTERVAL);
                    long peak = AggregatorRun.over(federation, jvm, updates).peakHeapBytes();
                    peaks.put(goal, peak);
                    progress.accept("goal " + goal + ": " + peak + " bytes");
                }
            }
        }
        return report(peaks);
    }

    private BenchReport report(TreeMap<Integer, Long> peaks) {
        BenchReport report = new BenchReport(
                "memory: " + updates + " updates of " + plan.parameters() + " parameters, live heap by goal");
        for (Map.Entry<Integer, Long> peak : peaks.entrySet()) {
            report.add("goal" + peak.getKey() + "PeakHeapBytes", peak.getValue());
        }
        return report.add(
                "ratioOfGreatestToLeastGoal",
                (double) peaks.lastEntry().getValue() / peaks.firstEntry().getValue());
    }
}
