package dev.tributary.benchmarks.pipeline;

import dev.tributary.benchmarks.aggregator.AggregatorJvm;
import dev.tributary.benchmarks.federation.BenchFederation;
import dev.tributary.benchmarks.federation.BenchPlan;
import dev.tributary.benchmarks.federation.MadeUpdate;
import dev.tributary.benchmarks.federation.UpdateSender;
import dev.tributary.benchmarks.report.BenchReport;
import dev.tributary.benchmarks.report.Quantiles;
import dev.tributary.schemas.FederationException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Future;
import java.util.function.Consumer;
import org.apache.kafka.clients.producer.RecordMetadata;

/**
 * The time from the acknowledgement of the last update that a round needs to the moment at which a client has the new
 * version in its hands, digest checked.
 *
 * @param plan       the federation
 * @param rounds     measured rounds
 * @param jvmOptions options for the aggregator's Java
 * @param progress   takes lines on the progress
 */
public record LatencyBenchmark(BenchPlan plan, int rounds, List<String> jvmOptions, Consumer<String> progress) {

    /** Rounds before those that are measured: compilers need some thousand calls. */
    private static final int WARM_UP = 50;

    /** Copies the options. */
    public LatencyBenchmark {
        jvmOptions = List.copyOf(jvmOptions);
    }

    /**
     * Runs it.
     *
     * @return quantiles
     */
    public BenchReport run() {
        List<Double> millis = new ArrayList<>();
        AggregatorJvm.TransactionTime transactions;
        try (BenchFederation federation = BenchFederation.open(plan);
                AggregatorJvm jvm = AggregatorJvm.launch(federation.directory(), jvmOptions);
                VersionArrivals arrivals = new VersionArrivals(
                        federation.kafka(), federation.topics().model());
                UpdateSender sender =
                        new UpdateSender(federation.kafka(), federation.topics().updates())) {
            List<MadeUpdate> payloads = Preload.payloads(federation);
            jvm.start(federation.bootstrapServers(), federation.settingsFile(), federation.stateDirectory());
            for (int round = 0; round < allRounds(); round++) {
                double taken = oneRound(sender, arrivals, payloads, round);
                if (round >= allRounds() - rounds) {
                    millis.add(taken);
                }
                if (round % 100 == 99) {
                    progress.accept("round " + (round + 1));
                }
            }
            requireNoRejection(jvm);
            transactions = jvm.transactionTime();
        }
        return new BenchReport("latency: " + rounds + " rounds of " + plan.goal() + " updates of " + plan.parameters()
                        + " parameters, last acknowledgement to version readable")
                .add("p50Ms", Quantiles.quantile(millis, 0.5))
                .add("p99Ms", Quantiles.quantile(millis, 0.99))
                .add("maxMs", Quantiles.quantile(millis, 1))
                .add("rounds", millis.size())
                .add("flushMsPerRound", 1000 * transactions.flushSeconds() / allRounds())
                .add("offsetsMsPerRound", 1000 * transactions.offsetsSeconds() / allRounds())
                .add("endOfTransactionMsPerRound", 1000 * transactions.endSeconds() / allRounds());
    }

    private int allRounds() {
        return rounds + Math.min(WARM_UP, rounds);
    }

    private double oneRound(UpdateSender sender, VersionArrivals arrivals, List<MadeUpdate> payloads, long base) {
        Future<RecordMetadata> last = null;
        for (int i = 0; i < plan.goal(); i++) {
            last = sender.send(payloads.get(i % payloads.size()), "client-" + i, "u-" + base + "-" + i, base, null);
        }
        UpdateSender.await(last);
        long acknowledgedAt = System.nanoTime();
        return Math.max(0, arrivals.awaitVersion(base + 1) - acknowledgedAt) / 1e6;
    }

    private static void requireNoRejection(AggregatorJvm jvm) {
        double rejected = jvm.sum("tributary_updates_rejected_total");
        if (rejected > 0) {
            throw new FederationException("no update must be rejected, were " + rejected);
        }
    }
}
