package dev.tributary.benchmarks.pipeline;

import dev.tributary.benchmarks.aggregator.AggregatorJvm;
import dev.tributary.benchmarks.federation.BenchFederation;
import dev.tributary.benchmarks.federation.RoundsFollower;
import dev.tributary.schemas.FederationException;
import java.time.Duration;

/** One pass of an aggregator over updates that are there already, from its first poll to its last published round. */
final class AggregatorRun {

    private static final Duration LOOK = Duration.ofMillis(5);
    private static final Duration LONGEST_SILENCE = Duration.ofMinutes(2);

    /** While rounds are far from complete, asking more often would only take the aggregator's time. */
    private static final Duration ASK_INTERVAL = Duration.ofMillis(50);

    private AggregatorRun() {}

    /**
     * Figures of the run.
     *
     * @param seconds        from the assignment of partitions to the last update in a round
     * @param versions       versions published
     * @param partials       partial sums forwarded
     * @param peakHeapBytes  greatest heap in use after a collection
     * @param allocatedBytes bytes allocated
     * @param cpuSeconds     time that the JVM had a processor
     */
    record Outcome(
            double seconds,
            long versions,
            double partials,
            long peakHeapBytes,
            long allocatedBytes,
            double cpuSeconds) {}

    /** Runs it until all updates have joined a round; those of the last one may be too few to close it. */
    static Outcome over(BenchFederation federation, AggregatorJvm jvm, int updates) {
        long startedAt =
                jvm.start(federation.bootstrapServers(), federation.settingsFile(), federation.stateDirectory());
        try (RoundsFollower rounds =
                new RoundsFollower(federation.kafka(), federation.topics().rounds())) {
            awaitAll(federation, jvm, rounds, updates);
            double seconds = (System.currentTimeMillis() - startedAt) / 1000.0;
            AggregatorJvm.Usage usage = jvm.usage();
            double partials = jvm.sum("tributary_partials_forwarded_total");
            return new Outcome(
                    seconds,
                    rounds.version(),
                    partials,
                    usage.peakHeapBytes(),
                    usage.allocatedBytes(),
                    usage.cpuSeconds());
        } finally {
            jvm.stop();
        }
    }

    private static void awaitAll(BenchFederation federation, AggregatorJvm jvm, RoundsFollower rounds, int updates) {
        long progressAt = System.nanoTime();
        long askedAt = System.nanoTime();
        double joined = 0;
        while (rounds.updates() < updates) {
            rounds.look(LOOK);
            boolean isLastRound = updates - rounds.updates() < federation.plan().goal();
            if (System.nanoTime() - askedAt > ASK_INTERVAL.toNanos()) {
                askedAt = System.nanoTime();
                double now = jvm.sum("tributary_round_members") + rounds.updates();
                if (isLastRound && now >= updates) {
                    return;
                }
                progressAt = now > joined ? System.nanoTime() : progressAt;
                joined = now;
            }
            if (System.nanoTime() - progressAt > LONGEST_SILENCE.toNanos()) {
                throw new FederationException("aggregator must count all " + updates + " updates, counted "
                        + rounds.updates() + " and then none for " + LONGEST_SILENCE.toSeconds() + " s; rejected "
                        + jvm.sum("tributary_updates_rejected_total"));
            }
        }
    }
}
