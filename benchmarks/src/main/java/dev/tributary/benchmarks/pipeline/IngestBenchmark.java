package dev.tributary.benchmarks.pipeline;

import dev.tributary.benchmarks.aggregator.AggregatorJvm;
import dev.tributary.benchmarks.federation.BenchFederation;
import dev.tributary.benchmarks.federation.BenchPlan;
import dev.tributary.benchmarks.report.BenchReport;
import dev.tributary.benchmarks.report.Quantiles;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.Consumer;
import java.util.function.ToDoubleFunction;
import java.util.function.ToLongFunction;

/**
 * How fast updates go through the aggregator, against how fast they can be read at all: both take turns over the same
 * records. The aggregator does all of its work: exactly-once, checksums, digest, admission, sums, partial sums, rounds,
 * models.
 *
 * @param plan       the federation
 * @param updates    updates that are preloaded
 * @param runs       measured turns of each
 * @param warmUp     least time of turns before those, at least one of each: Java compiles what runs often
 * @param jvmOptions options for the aggregator's Java
 * @param progress   takes lines on the progress
 */
public record IngestBenchmark(
        BenchPlan plan, int updates, int runs, Duration warmUp, List<String> jvmOptions, Consumer<String> progress) {

    /** Copies the options. */
    public IngestBenchmark {
        jvmOptions = List.copyOf(jvmOptions);
    }

    /** The figures of all turns. */
    private record Turns(List<BareConsumer.Reading> readings, List<AggregatorRun.Outcome> outcomes) {}

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
            Turns turns = new Turns(new ArrayList<>(), new ArrayList<>());
            long warmAt = System.nanoTime() + warmUp.toNanos();
            int measured = 0;
            for (int turn = 0; measured < runs; turn++) {
                BareConsumer.Reading reading = BareConsumer.read(federation);
                if (turn > 0) {
                    federation.beginAnew(plan);
                }
                AggregatorRun.Outcome outcome = AggregatorRun.over(federation, jvm, updates);
                if (turn == 0 || System.nanoTime() < warmAt) {
                    progress.accept("warming up ...");
                    continue;
                }
                measured++;
                turns.readings().add(reading);
                turns.outcomes().add(outcome);
                progress.accept(String.format(
                        Locale.ROOT,
                        "turn %d: consumer %.0f MB/s, aggregator %.0f MB/s, %d versions of %.0f partial sums",
                        measured,
                        reading.megabytesPerSecond(),
                        reading.bytes() / outcome.seconds() / 1e6,
                        outcome.versions(),
                        outcome.partials()));
            }
            return report(turns, federation.writtenBytes());
        }
    }

    private BenchReport report(Turns turns, long bytesWritten) {
        List<AggregatorRun.Outcome> outcomes = turns.outcomes();
        AggregatorRun.Outcome last = outcomes.get(outcomes.size() - 1);
        long bytesRead = turns.readings().get(0).bytes();
        List<Double> bareRuns = turns.readings().stream()
                .map(BareConsumer.Reading::megabytesPerSecond)
                .toList();
        List<Double> aggregatorRuns = outcomes.stream()
                .map(outcome -> bytesRead / outcome.seconds() / 1e6)
                .toList();
        double bare = Quantiles.median(bareRuns);
        double aggregator = Quantiles.median(aggregatorRuns);
        double gigabytes = bytesRead / 1e9;
        return new BenchReport("ingest: " + updates + " updates of " + plan.parameters() + " parameters, "
                        + plan.encoding() + ", goal " + plan.goal() + ", " + plan.partitions()
                        + " partitions; medians of " + runs + " turns")
                .add("bareConsumerMBps", bare)
                .add("aggregatorMBps", aggregator)
                .add("ratio", aggregator / bare)
                .add("bytesRead", bytesRead)
                .add("bytesWritten", bytesWritten)
                .add("writeAmplification", (double) bytesWritten / bytesRead)
                .add("peakHeapBytes", most(outcomes, AggregatorRun.Outcome::peakHeapBytes))
                .add(
                        "allocatedBytesPerUpdate",
                        Math.round(median(outcomes, AggregatorRun.Outcome::allocatedBytes) / updates))
                .add(
                        "bareConsumerCpuSecondsPerGB",
                        median(turns.readings(), BareConsumer.Reading::cpuSeconds) / gigabytes)
                .add("aggregatorCpuSecondsPerGB", median(outcomes, AggregatorRun.Outcome::cpuSeconds) / gigabytes)
                .add("bareConsumerRunsMBps", bareRuns.stream().map(Math::round).toList())
                .add(
                        "aggregatorRunsMBps",
                        aggregatorRuns.stream().map(Math::round).toList())
                .add("versions", last.versions())
                .add("partialSums", Math.round(last.partials()));
    }

    private static <T> double median(List<T> turns, ToDoubleFunction<T> figure) {
        return Quantiles.median(
                turns.stream().map(turn -> figure.applyAsDouble(turn)).toList());
    }

    private static long most(List<AggregatorRun.Outcome> outcomes, ToLongFunction<AggregatorRun.Outcome> figure) {
        return outcomes.stream().mapToLong(figure).max().orElseThrow();
    }
}
