package dev.tributary.e2e.chaos;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.tributary.e2e.chaos.SoakTable.Minute;
import dev.tributary.e2e.harness.AggregatorProcess;
import dev.tributary.e2e.harness.FederationPlan;
import dev.tributary.e2e.harness.MarkerFix;
import dev.tributary.e2e.harness.Rounds;
import dev.tributary.e2e.harness.RunningSums;
import dev.tributary.e2e.harness.SharedBroker;
import dev.tributary.e2e.harness.TestClient;
import dev.tributary.e2e.harness.TestFederation;
import dev.tributary.testbed.broker.ChildBroker;
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
 * reached, so that what they take can be seen to be flat. Two aggregators are the victims; a third lives throughout, and
 * its memory, files and threads are those that must be flat: a process that is killed after two minutes shows no leak.
 */
@Tag("soak")
class SoakIT {

    private static final int MINUTES = Integer.getInteger("soak.minutes", 20);
    private static final int CLIENTS = Integer.getInteger("soak.clients", 200);

    /** Before that the topics have not reached their limits. */
    private static final int ENOUGH_TO_JUDGE = 12;

    /** Number of the aggregator that is never killed. */
    private static final int SURVIVOR = 2;

    /**
     * A version waits for all clients, or for the deadline. Were fewer enough, the clients of one partition would make
     * versions by themselves while the other's task is down, a hundred within seconds, and the other's updates would be
     * too stale when it is back.
     */
    private static final FederationPlan PLAN = FederationPlan.of(
                    1_000,
                    """
                    round: {goal: %d, quorum: 1, deadline: 2s, maxStaleness: 100, stalenessExponent: 0}
                    admission: {maxDeltaNorm: 1e9, holdTimeout: 5m}
                    """
                            .formatted(CLIENTS))
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
        try (ChildBroker broker = ChildBroker.start(brokerProperties, MarkerFix.jvmOptions());
                TestFederation federation = TestFederation.create(PLAN, broker.bootstrapServers());
                TopicFigures figures = new TopicFigures(federation)) {
            AggregatorProcess[] aggregators = {
                spawn(federation, 0, 0), spawn(federation, 1, 0), spawn(federation, SURVIVOR, 0)
            };
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
                        ProcessFigures.of(aggregators[SURVIVOR].jvm().pid());
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
                    assertThat(Verdict.missing(federation.clients().acknowledged(), rounds.countedUpdates()))
                            .isEmpty();
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
        return minute % 3 == 0 ? "two aggregators" : "an aggregator";
    }

    private static AggregatorProcess spawn(TestFederation federation, int which, int minute) {
        return federation.spawnAggregator("aggregator-" + which + "-" + minute, federation.file("state-" + which));
    }

    /** As an operator sets them for a disk that is small. */
    private static void limitTopics(TopicFigures figures) throws Exception {
        for (String topic : figures.topics()) {
            Map<String, String> settings = new TreeMap<>(Map.of("segment.bytes", String.valueOf(4 << 20)));
            // Two minutes of each, or some more: the aggregator must never be that far behind, and the limit must be
            // reached within the first third of the minutes, or growth up to it would be taken for a leak.
            if (topic.endsWith(".updates")) {
                settings.put("retention.bytes", String.valueOf(128 << 20));
            } else if (topic.endsWith(".partials") || topic.endsWith(".rejections")) {
                settings.put("retention.bytes", String.valueOf(16 << 20));
            } else {
                settings.put("min.cleanable.dirty.ratio", "0.1");
                settings.put("delete.retention.ms", "5000");
            }
            figures.alter(topic, settings);
        }
    }
}
