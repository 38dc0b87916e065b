package dev.tributary.benchmarks.pipeline;

import dev.tributary.benchmarks.aggregator.AggregatorJvm;
import dev.tributary.benchmarks.federation.BenchFederation;
import dev.tributary.benchmarks.federation.BenchPlan;
import dev.tributary.benchmarks.federation.RoundsFollower;
import dev.tributary.benchmarks.report.BenchReport;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/**
 * Many clients: each a pseudonym of its own that sends one update for a version and then waits for a newer one, over a
 * few producers. A tenth of them make a round. The fleet grows tenfold from 100 to all, to see how the rate holds.
 *
 * @param plan       the federation of the whole fleet; the goal is replaced
 * @param clients    clients of the whole fleet
 * @param producers  producers that they share
 * @param seconds    measured time for each size, after some to warm up
 * @param jvmOptions options for the aggregator's Java
 * @param progress   takes lines on the progress
 */
public record FleetBenchmark(
        BenchPlan plan, int clients, int producers, int seconds, List<String> jvmOptions, Consumer<String> progress) {

    private static final int SMALLEST = 100;
    private static final int GROWTH = 10;
    private static final int CLIENTS_PER_GOAL = 10;
    private static final Duration LOOK = Duration.ofMillis(20);

    /** Copies the options. */
    public FleetBenchmark {
        jvmOptions = List.copyOf(jvmOptions);
    }

    /** One size of fleet. */
    private record Size(int clients, double updatesPerSecond, double roundsPerSecond, long rejections) {

        Map<String, Object> toMap() {
            Map<String, Object> map = new LinkedHashMap<>();
            map.put("clients", clients);
            map.put("updatesPerSecond", Math.round(updatesPerSecond * 10) / 10.0);
            map.put("roundsPerSecond", Math.round(roundsPerSecond * 1000) / 1000.0);
            map.put("rejections", rejections);
            return map;
        }
    }

    /**
     * Runs it.
     *
     * @return rates by number of clients
     */
    public BenchReport run() {
        List<Size> sizes = new ArrayList<>();
        for (int size = Math.min(SMALLEST, clients); ; size = Math.min(size * GROWTH, clients)) {
            sizes.add(measure(size));
            progress.accept(String.valueOf(sizes.get(sizes.size() - 1).toMap()));
            if (size == clients) {
                break;
            }
        }
        Size whole = sizes.get(sizes.size() - 1);
        return new BenchReport("fleet: " + clients + " clients over " + producers + " producers, " + plan.parameters()
                        + " parameters, " + plan.encoding())
                .add("updatesPerSecond", whole.updatesPerSecond())
                .add("roundsPerSecond", whole.roundsPerSecond())
                .add("rejections", sizes.stream().mapToLong(Size::rejections).sum())
                .add(
                        "ratioToSmallestFleet",
                        whole.updatesPerSecond() / sizes.get(0).updatesPerSecond())
                .add("byClients", sizes.stream().map(Size::toMap).toList());
    }

    private Size measure(int size) {
        BenchPlan sized = plan.withGoal(Math.max(1, size / CLIENTS_PER_GOAL));
        try (BenchFederation federation = BenchFederation.open(sized);
                AggregatorJvm jvm = AggregatorJvm.launch(federation.directory(), jvmOptions);
                RoundsFollower rounds = new RoundsFollower(
                        federation.kafka(), federation.topics().rounds())) {
            jvm.start(federation.bootstrapServers(), federation.settingsFile(), federation.stateDirectory());
            try (Fleet fleet = Fleet.start(federation, size, producers)) {
                // At least as many updates as there are clients, so that each is known before it is measured.
                follow(rounds, fleet, Duration.ofSeconds(Math.max(1, seconds / 2)), size);
                long version = rounds.version();
                long updates = rounds.updates();
                long startedAt = System.nanoTime();
                follow(rounds, fleet, Duration.ofSeconds(seconds), updates + 1);
                double taken = (System.nanoTime() - startedAt) / 1e9;
                return new Size(
                        size,
                        (rounds.updates() - updates) / taken,
                        (rounds.version() - version) / taken,
                        Math.round(jvm.sum("tributary_updates_rejected_total")));
            }
        }
    }

    private static void follow(RoundsFollower rounds, Fleet fleet, Duration time, long leastUpdates) {
        long end = System.nanoTime() + time.toNanos();
        while (System.nanoTime() < end || rounds.updates() < leastUpdates) {
            rounds.look(LOOK);
            fleet.seen(rounds.version(), rounds.updates());
        }
    }
}
