package dev.tributary.e2e.chaos;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.tributary.demo.broker.ChildBroker;
import dev.tributary.e2e.chaos.SoakTable.Minute;
import dev.tributary.e2e.harness.AggregatorProcess;
import dev.tributary.e2e.harness.FederationPlan;
import dev.tributary.e2e.harness.Rounds;
import dev.tributary.e2e.harness.RunningSums;
import dev.tributary.e2e.harness.SharedBroker;
import dev.tributary.e2e.harness.TestClient;
import dev.tributary.e2e.harness.TestFederation;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * Many clients at full speed for a long time, and something dies each minute: {@code mvn verify -Psoak}, with {@code
 * -Dsoak.minutes=20 -Dsoak.clients=200} as they are without being said. Topics have limits that are small enough to be
 * reached, so that what they take can be seen to be flat.
 */
@Tag("soak")
class SoakIT {

    private static final int MINUTES = Integer.getInteger("soak.minutes", 20);
    private static final int CLIENTS = Integer.getInteger("soak.clients", 200);

    /** Before that the topics have not reached their limits. */
    private static final int ENOUGH_TO_JUDGE = 12;

    private static final FederationPlan PLAN = FederationPlan.of(
                    1_000,
                    """
                    round: {goal: 100, quorum: 1, deadline: 2s, maxStaleness: 100, stalenessExponent: 0}
                    admission: {maxDeltaNorm: 1e9, holdTimeout: 10s}
                    """)
            .withPartitions(2)
            .withKeepVersions(20);

    private final Map<String, String> brokerProperties = new TreeMap<>(SharedBroker.IMPATIENT);

    SoakIT() {
        brokerProperties.put("log.retention.check.interval.ms", "5000");
        brokerProperties.put("log.cleaner.backoff.ms", "2000");
        brokerProperties.put("log.segment.delete.delay.ms", "1000");
    }

    @Test
    void shouldStayFlatAndExactWhenSomethingDiesEachMinute() throws Exception {
        SoakTable table = new SoakTable();
        ScheduledExecutorService checker = Executors.newSingleThreadScheduledExecutor();
        try (ChildBroker broker = ChildBroker.start(brokerProperties);
                TestFederation federation = TestFederation.create(PLAN, broker.bootstrapServers());
                TopicFigures figures = new TopicFigures(federation)) {
            AggregatorProcess[] aggregators = {spawn(federation, 0, 0), spawn(federation, 1, 0)};
            for (AggregatorProcess aggregator : aggregators) {
                aggregator.awaitReady();
            }
            limitTopics(figures);
            RunningSums sums = federation.runningSums();
            ScheduledFuture<?> checks = checker.scheduleWithFixedDelay(sums::check, 0, 200, TimeUnit.MILLISECONDS);
            List<TestClient> clients = Crowd.start(federation, CLIENTS);
            long startedAt = System.nanoTime();
            for (int minute = 1; minute <= MINUTES; minute++) {
                awaitEndOf(minute, startedAt, checks);
                ProcessFigures process =
                        ProcessFigures.of(aggregators[minute % 2].jvm().pid());
                long keys = figures.storeKeys();
                Map<String, Long> topics = figures.bytes();
                long updates = federation.clients().acknowledged().size();
                long version = sums.check();
                long killedAt = System.nanoTime();
                String crash = crash(federation, broker, aggregators, minute);
                awaitBeyond(sums, version, checks);
                long outageMs = Duration.ofNanos(System.nanoTime() - killedAt).toMillis();
                table.add(new Minute(minute, updates, version, process, keys, topics, crash, outageMs));
            }
            clients.forEach(TestClient::close);
            // What reads the rounds bears one thread: from here on this one checks.
            requireRunning(checks);
            checker.shutdown();
            assertThat(checker.awaitTermination(TestFederation.PATIENCE.toSeconds(), TimeUnit.SECONDS))
                    .isTrue();
            requireAllCount(federation, sums);
            Verdict.of(federation).requireRefusals();
        } finally {
            checker.shutdownNow();
        }
        if (MINUTES >= ENOUGH_TO_JUDGE) {
            table.requireFlat();
        }
    }

    private static void awaitEndOf(int minute, long startedAt, ScheduledFuture<?> checks) {
        await().atMost(Duration.ofMinutes(3))
                .pollInterval(Duration.ofMillis(200))
                .until(() -> {
                    requireRunning(checks);
                    return System.nanoTime() - startedAt
                            >= Duration.ofMinutes(minute).toNanos();
                });
    }

    private static void awaitBeyond(RunningSums sums, long version, ScheduledFuture<?> checks) {
        await("a version after " + version)
                .atMost(TestFederation.PATIENCE)
                .pollInterval(Duration.ofMillis(50))
                .until(() -> {
                    requireRunning(checks);
                    // Two: the first may have been written before the crash.
                    return sums.check() > version + 2;
                });
    }

    /** A check that failed ends the schedule; say why at once. */
    private static void requireRunning(ScheduledFuture<?> checks) throws Exception {
        if (checks.isDone()) {
            checks.get();
        }
    }

    private static void requireAllCount(TestFederation federation, RunningSums sums) {
        await("every acknowledged update counts")
                .atMost(TestFederation.PATIENCE)
                .pollInterval(Duration.ofSeconds(1))
                .untilAsserted(() -> {
                    long checkedThrough = sums.check();
                    Rounds rounds = federation.rounds();
                    assertThat(rounds.countedUpdates())
                            .containsAll(federation.clients().acknowledged());
                    assertThat(checkedThrough).isEqualTo(rounds.newest());
                });
        // Twice, and the sum of the counts would be greater than the number of different updates.
        assertThat(federation.rounds().versions().stream()
                        .mapToLong(
                                version -> federation.rounds().members(version).size())
                        .sum())
                .isEqualTo(federation.rounds().countedUpdates().size());
    }

    private static String crash(
            TestFederation federation, ChildBroker broker, AggregatorProcess[] aggregators, int minute) {
        int victim = minute % 2;
        if (minute % 5 == 0) {
            broker.kill();
            broker.restart();
            return "broker";
        }
        aggregators[victim].jvm().kill();
        if (minute % 3 == 0) {
            aggregators[1 - victim].jvm().kill();
            aggregators[1 - victim] = spawn(federation, 1 - victim, minute);
        }
        aggregators[victim] = spawn(federation, victim, minute);
        return minute % 3 == 0 ? "both aggregators" : "an aggregator";
    }

    private static AggregatorProcess spawn(TestFederation federation, int which, int minute) {
        return federation.spawnAggregator("aggregator-" + which + "-" + minute, federation.file("state-" + which));
    }

    /** As an operator sets them for a disk that is small. */
    private static void limitTopics(TopicFigures figures) throws Exception {
        for (String topic : figures.topics()) {
            Map<String, String> settings = new TreeMap<>(Map.of("segment.bytes", String.valueOf(4 << 20)));
            if (topic.endsWith(".updates") || topic.endsWith(".partials") || topic.endsWith(".rejections")) {
                // Some minutes of updates: the aggregator must never be that far behind.
                settings.put("retention.bytes", String.valueOf(128 << 20));
            } else {
                settings.put("min.cleanable.dirty.ratio", "0.1");
                settings.put("delete.retention.ms", "5000");
            }
            figures.alter(topic, settings);
        }
    }
}
