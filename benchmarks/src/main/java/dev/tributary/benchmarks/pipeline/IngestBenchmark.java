package dev.tributary.benchmarks.pipeline;

import dev.tributary.benchmarks.aggregator.AggregatorJvm;
import dev.tributary.benchmarks.federation.BenchFederation;
import dev.tributary.benchmarks.federation.BenchPlan;
import dev.tributary.benchmarks.report.BenchReport;
import dev.tributary.benchmarks.report.Quantiles;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/**
 * How fast updates go through the aggregator, against how fast they can be read at all: both take turns over the same
 * records. The aggregator does all of its work: exactly-once, checksums, digest, admission, sums, partial sums, rounds,
 * models.
 *
 * @param plan       the federation
 * @param updates    updates that are preloaded
 * @param runs       measured turns of each, after one of each to warm up
 * @param jvmOptions options for the aggregator's Java
 * @param progress   is told what goes on, a line each
 */
public record IngestBenchmark(
        BenchPlan plan, int updates, int runs, List<String> jvmOptions, Consumer<String> progress) {

    /** Copies the options. */
    public IngestBenchmark {
        jvmOptions = List.copyOf(jvmOptions);
    }

    /** The figures of all turns. */
    private record Turns(List<Double> bare, List<Double> aggregator, List<AggregatorRun.Outcome> outcomes) {}

    /**
     * Runs it.
     *
     * @return medians
     */
    public BenchReport run() {
        try (BenchFederation federation = BenchFederation.open(plan);
                AggregatorJvm jvm = AggregatorJvm.launch(federation.directory(), jvmOptions)) {
            progress.accept("writing " + updates + " updates of " + plan.parameters() + " parameters ...");
            Preload.updates(federation, updates);
            Turns turns = new Turns(new ArrayList<>(), new ArrayList<>(), new ArrayList<>());
            BareConsumer.Reading reading = BareConsumer.read(federation);
            AggregatorRun.over(federation, jvm, updates);
            for (int turn = 1; turn <= runs; turn++) {
                reading = BareConsumer.read(federation);
                federation.beginAnew(plan);
                AggregatorRun.Outcome outcome = AggregatorRun.over(federation, jvm, updates);
                turns.bare().add(reading.megabytesPerSecond());
                turns.aggregator().add(reading.bytes() / outcome.seconds() / 1e6);
                turns.outcomes().add(outcome);
                progress.accept(String.format(
                        "turn %d: consumer %.0f MB/s, aggregator %.0f MB/s, %d versions of %.0f partial sums",
                        turn,
                        reading.megabytesPerSecond(),
                        reading.bytes() / outcome.seconds() / 1e6,
                        outcome.versions(),
                        outcome.partials()));
            }
            return report(turns, reading.bytes(), federation.writtenBytes());
        }
    }

    private BenchReport report(Turns turns, long bytesRead, long bytesWritten) {
        double bare = Quantiles.median(turns.bare());
        double aggregator = Quantiles.median(turns.aggregator());
        List<AggregatorRun.Outcome> outcomes = turns.outcomes();
        long peakHeap = outcomes.stream()
                .mapToLong(AggregatorRun.Outcome::peakHeapBytes)
                .max()
                .orElseThrow();
        double allocated = Quantiles.median(outcomes.stream()
                .map(outcome -> (double) outcome.allocatedBytes() / updates)
                .toList());
        return new BenchReport("ingest: " + updates + " updates of " + plan.parameters() + " parameters, "
                        + plan.encoding() + ", goal " + plan.goal() + ", " + plan.partitions()
                        + " partitions; medians of " + runs + " turns")
                .add("bareConsumerMBps", bare)
                .add("aggregatorMBps", aggregator)
                .add("ratio", aggregator / bare)
                .add("bytesRead", bytesRead)
                .add("bytesWritten", bytesWritten)
                .add("writeAmplification", (double) bytesWritten / bytesRead)
                .add("peakHeapBytes", peakHeap)
                .add("allocatedBytesPerUpdate", Math.round(allocated))
                .add("bareConsumerRunsMBps", turns.bare().stream().map(Math::round).toList())
                .add("aggregatorRunsMBps", turns.aggregator().stream().map(Math::round).toList())
                .add("versions", outcomes.get(outcomes.size() - 1).versions())
                .add("partialSums", Math.round(outcomes.get(outcomes.size() - 1).partials()));
    }
}
