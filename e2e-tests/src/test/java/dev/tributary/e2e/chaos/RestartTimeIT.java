package dev.tributary.e2e.chaos;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.tributary.e2e.harness.AggregatorProcess;
import dev.tributary.e2e.harness.Rounds;
import dev.tributary.e2e.harness.TestClient;
import dev.tributary.e2e.harness.TestFederation;
import dev.tributary.schemas.topic.FederationTopics;
import dev.tributary.testbed.broker.ChildBroker;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * The bar of DESIGN.md section 8: {@code kill -9} in a round → next version published, at most 10 s beyond the group's
 * session timeout, with the aggregator's own settings and a broker with Kafka's defaults. Struck while a version is being
 * written, when a transaction of the dead instance is open, or earlier in the round: when updates come in that one task
 * is to add, or, with two partitions, while a partial sum is being written.
 */
@Tag("chaos")
class RestartTimeIT {

    /** What StreamsProperties sets. */
    private static final Duration SESSION_TIMEOUT = Duration.ofSeconds(15);

    private static final Duration BAR = SESSION_TIMEOUT.plusSeconds(10);
    private static final int TIMES = 4;

    private static ChildBroker broker;

    @BeforeAll
    static void startBroker() {
        broker = ChildBroker.start(Map.of());
    }

    @AfterAll
    static void stopBroker() {
        broker.close();
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2})
    void shouldPublishInTimeWhenAnotherInstanceTakesOver(int partitions) {
        try (TestFederation federation = federation(partitions);
                LogEnds ends = new LogEnds(federation)) {
            AggregatorProcess working = spawn(federation, 0);
            List<TestClient> clients = Crowd.start(federation, 4);
            Crowd.awaitProgress(federation, 3);
            List<Duration> outages = new ArrayList<>();
            for (int i = 1; i <= TIMES; i++) {
                AggregatorProcess beside = spawn(federation, i).awaitReady();
                Crowd.awaitProgress(federation, 5);
                // The second may have been given the round.
                AggregatorProcess victim = AggregatorProcess.withRound(List.of(working, beside));
                working = victim == working ? beside : working;
                strike(ends, federation, i);
                victim.jvm().kill();
                outages.add(untilNextVersion(federation));
            }
            requireInTime("taken over by another instance", federation, clients, outages);
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2})
    void shouldPublishInTimeWhenTheOnlyInstanceIsStartedAgain(int partitions) {
        try (TestFederation federation = federation(partitions);
                LogEnds ends = new LogEnds(federation)) {
            AggregatorProcess aggregator = spawn(federation, 0);
            List<TestClient> clients = Crowd.start(federation, 4);
            Crowd.awaitProgress(federation, 3);
            List<Duration> outages = new ArrayList<>();
            for (int i = 1; i <= TIMES; i++) {
                Crowd.awaitProgress(federation, 5);
                strike(ends, federation, i);
                aggregator.jvm().kill();
                // Every second time with the directory lost, as in a container without a volume.
                aggregator = spawn(federation, i / 2);
                outages.add(untilNextVersion(federation));
            }
            requireInTime("started again", federation, clients, outages);
        }
    }

    private static TestFederation federation(int partitions) {
        return TestFederation.create(Crowd.PLAN.withPartitions(partitions), broker.bootstrapServers());
    }

    /** An instance with its own defaults: nothing but where the broker is. */
    private static AggregatorProcess spawn(TestFederation federation, int state) {
        return federation.spawnAggregator(
                "aggregator-" + System.nanoTime(),
                federation.file("state-" + state),
                "bootstrap.servers=" + broker.bootstrapServers() + "\n");
    }

    private static void strike(LogEnds ends, TestFederation federation, int turn) {
        FederationTopics topics = federation.topics();
        String early = federation.plan().partitions() == 1 ? topics.updates() : topics.partials();
        ends.awaitMore(turn % 2 == 0 ? topics.model() : early, 1);
    }

    /** Waits for a version that was decided after this call: one before it may still come out of a buffer. */
    private static Duration untilNextVersion(TestFederation federation) {
        long killedAt = System.nanoTime();
        long killedAtMs = System.currentTimeMillis();
        await().atMost(TestFederation.PATIENCE)
                .pollInterval(Duration.ofMillis(20))
                .until(() -> {
                    Rounds rounds = federation.rounds();
                    return rounds.result(rounds.newest()).getClosedAtMs() > killedAtMs;
                });
        return Duration.ofNanos(System.nanoTime() - killedAt);
    }

    private static void requireInTime(
            String how, TestFederation federation, List<TestClient> clients, List<Duration> outages) {
        System.out.printf(
                "kill -9 in a round, %d partitions, %s: next version after %s ms%n",
                federation.plan().partitions(),
                how,
                outages.stream().map(Duration::toMillis).toList());
        Verdict.of(federation).require(clients);
        assertThat(outages).allMatch(outage -> outage.compareTo(BAR) <= 0);
    }
}
