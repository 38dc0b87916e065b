package dev.tributary.benchmarks.pipeline;

import dev.tributary.benchmarks.aggregator.AggregatorJvm;
import dev.tributary.benchmarks.federation.BenchFederation;
import dev.tributary.benchmarks.federation.BenchPlan;
import dev.tributary.benchmarks.federation.RoundsFollower;
import dev.tributary.benchmarks.report.BenchReport;
import dev.tributary.schemas.FederationException;
import java.time.Duration;
import java.util.List;
import java.util.function.Consumer;

/**
 * Whole rounds with real clients and no training: each client takes the newest version, returns a constant as its
 * delta, and waits for the next version. A round closes when every client has delivered.
 *
 * @param plan       the federation; its goal is the number of clients
 * @param rounds     measured rounds
 * @param warmUp     least time before they begin: Java compiles what runs often, in three JVMs here
 * @param jvmOptions options for the aggregator's Java
 * @param progress   takes lines on the progress
 */
public record RoundsBenchmark(
        BenchPlan plan, int rounds, Duration warmUp, List<String> jvmOptions, Consumer<String> progress) {

    private static final Duration LOOK = Duration.ofMillis(20);
    private static final Duration LONGEST_SILENCE = Duration.ofMinutes(3);

    /** Least rounds before those that are measured. */
    private static final int WARM_UP = 5;

    /** Copies the options. */
    public RoundsBenchmark {
        jvmOptions = List.copyOf(jvmOptions);
    }

    /**
     * Runs it.
     *
     * @return rates and memory
     */
    public BenchReport run() {
        try (BenchFederation federation = BenchFederation.open(plan);
                AggregatorJvm jvm = AggregatorJvm.launch(federation.directory(), jvmOptions);
                RoundsFollower follower = new RoundsFollower(
                        federation.kafka(), federation.topics().rounds())) {
            jvm.start(federation.bootstrapServers(), federation.settingsFile(), federation.stateDirectory());
            try (IdleClients clients = IdleClients.start(federation, plan.goal())) {
                progress.accept("warming up ...");
                long warmAt = System.nanoTime() + warmUp.toNanos();
                awaitVersion(follower, clients, WARM_UP);
                while (System.nanoTime() < warmAt) {
                    awaitVersion(follower, clients, follower.version() + 1);
                }
                long firstVersion = follower.version();
                long firstUpdates = follower.updates();
                long startedAt = System.nanoTime();
                awaitVersion(follower, clients, firstVersion + rounds);
                double seconds = (System.nanoTime() - startedAt) / 1e9;
                return report(
                        seconds,
                        follower.version() - firstVersion,
                        follower.updates() - firstUpdates,
                        clients.bytesPerUpdate(),
                        jvm.peakResidentBytes());
            }
        }
    }

    private static void awaitVersion(RoundsFollower follower, IdleClients clients, long version) {
        long progressAt = System.nanoTime();
        while (follower.version() < version) {
            long before = follower.version();
            follower.look(LOOK);
            clients.failure().ifPresent(failure -> {
                throw failure;
            });
            progressAt = follower.version() > before ? System.nanoTime() : progressAt;
            if (System.nanoTime() - progressAt > LONGEST_SILENCE.toNanos()) {
                throw new FederationException(
                        "version " + (before + 1) + " must come within " + LONGEST_SILENCE.toSeconds() + " s, did not");
            }
        }
    }

    private BenchReport report(double seconds, long versions, long updates, long bytesPerUpdate, long residentBytes) {
        return new BenchReport("rounds: " + plan.goal() + " clients, " + plan.parameters() + " parameters, "
                        + plan.encoding() + ", " + versions + " rounds, no training")
                .add("updatesPerSecond", updates / seconds)
                .add("roundsPerSecond", versions / seconds)
                .add("msPerRound", 1000 * seconds / versions)
                .add("uploadMBps", updates * (double) bytesPerUpdate / seconds / 1e6)
                .add("aggregatorPeakRssBytes", residentBytes)
                .add("rounds", versions)
                .add("bytesPerUpdate", bytesPerUpdate);
    }
}
