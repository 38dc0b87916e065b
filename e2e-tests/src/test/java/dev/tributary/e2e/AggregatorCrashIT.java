package dev.tributary.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.tributary.e2e.harness.AggregatorProcess;
import dev.tributary.e2e.harness.ExactSums;
import dev.tributary.e2e.harness.FederationPlan;
import dev.tributary.e2e.harness.RawUpdate;
import dev.tributary.e2e.harness.Rounds;
import dev.tributary.e2e.harness.SharedBroker;
import dev.tributary.e2e.harness.TestClient;
import dev.tributary.e2e.harness.TestFederation;
import dev.tributary.e2e.harness.UpdateTraffic;
import dev.tributary.testbed.broker.EmbeddedBroker;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Aggregator processes die, or are believed dead, in the middle of work; clients go on meanwhile. Afterwards every
 * acknowledged update must count in one version, once, and every version be exact: with one partition, where both stages
 * are one task, and with two.
 *
 * <p>The instants are seeded: so many more records on the updates topic, which is anywhere between two chunks.
 */
@ExtendWith(SharedBroker.class)
class AggregatorCrashIT {

    private static final int CLIENTS = 4;

    /** Updates of four chunks, in rounds that one of the clients may miss. */
    private static final FederationPlan PLAN = FederationPlan.of(
                    10_000,
                    """
                    round: {goal: 3, quorum: 1, deadline: 2s, maxStaleness: 1000, stalenessExponent: 0}
                    admission: {maxDeltaNorm: 1e9}
                    """)
            .withMaxMessageBytes(20_000);

    /** A round that closes when its three updates are there, and not before. */
    private static final FederationPlan LONG_ROUND = FederationPlan.of(
                    10_000,
                    """
                    round: {goal: 3, quorum: 3, deadline: 1h, stalenessExponent: 0}
                    admission: {maxDeltaNorm: 1e9}
                    """)
            .withMaxMessageBytes(20_000);

    private static EmbeddedBroker broker;

    @BeforeAll
    static void takeBroker(EmbeddedBroker shared) {
        broker = shared;
    }

    static List<FederationPlan> plansToKill() {
        // Updates of more than a mebibyte are measured and added beside the task: some are in the middle of that.
        FederationPlan large = FederationPlan.of(300_000, PLAN.sections()).withMaxMessageBytes(100_000);
        return List.of(PLAN, PLAN.withPartitions(2), large);
    }

    @ParameterizedTest
    @MethodSource("plansToKill")
    void shouldCountEachUpdateOnceWhenTheOnlyInstanceIsKilled(FederationPlan plan) {
        SplittableRandom random = new SplittableRandom(1);
        try (TestFederation federation = TestFederation.create(plan, broker.bootstrapServers())) {
            UpdateTraffic traffic = federation.updateTraffic();
            AggregatorProcess aggregator = federation.spawnAggregator("aggregator-0", federation.file("state"));
            List<TestClient> clients = startClients(federation);
            for (int life = 1; life <= 2; life++) {
                traffic.awaitMore(random.nextInt(20, 80));
                aggregator.jvm().kill();
                // The state directory may be lost at any time; now it is, now it is not.
                aggregator = federation.spawnAggregator(
                        "aggregator-" + life, federation.file(life % 2 == 0 ? "state" : "state-" + life));
                awaitProgress(federation);
            }
            requireExact(federation, clients);
        }
    }

    @ParameterizedTest
    @ValueSource(ints = 1)
    @Tag("chaos")
    void shouldCountEachUpdateOnceWhenOneOfTwoAndThenBothAreKilledOfOneTask(int partitions) {
        shouldCountEachUpdateOnceWhenOneOfTwoAndThenBothAreKilled(partitions);
    }

    @ParameterizedTest
    @ValueSource(ints = 2)
    void shouldCountEachUpdateOnceWhenOneOfTwoAndThenBothAreKilled(int partitions) {
        SplittableRandom random = new SplittableRandom(2);
        try (TestFederation federation = federation(partitions)) {
            UpdateTraffic traffic = federation.updateTraffic();
            List<AggregatorProcess> aggregators = spawnTwo(federation, "first");
            aggregators.forEach(AggregatorProcess::awaitReady);
            List<TestClient> clients = startClients(federation);
            awaitProgress(federation);
            AggregatorProcess working = AggregatorProcess.withRound(aggregators);

            traffic.awaitMore(random.nextInt(20, 80));
            working.jvm().kill();
            awaitProgress(federation);
            traffic.awaitMore(random.nextInt(20, 80));
            theOther(aggregators, working).jvm().kill();
            spawnTwo(federation, "second");
            awaitProgress(federation);

            requireExact(federation, clients);
        }
    }

    @ParameterizedTest
    @ValueSource(ints = 1)
    @Tag("chaos")
    void shouldFenceInstanceWhenItWakesUpAfterItWasBelievedDeadOfOneTask(int partitions) {
        shouldFenceInstanceWhenItWakesUpAfterItWasBelievedDead(partitions);
    }

    @ParameterizedTest
    @ValueSource(ints = 2)
    void shouldFenceInstanceWhenItWakesUpAfterItWasBelievedDead(int partitions) {
        SplittableRandom random = new SplittableRandom(3);
        try (TestFederation federation = federation(partitions)) {
            UpdateTraffic traffic = federation.updateTraffic();
            List<AggregatorProcess> aggregators = spawnTwo(federation, "first");
            aggregators.forEach(AggregatorProcess::awaitReady);
            List<TestClient> clients = startClients(federation);
            awaitProgress(federation);
            AggregatorProcess sleeper = AggregatorProcess.withRound(aggregators);
            AggregatorProcess other = theOther(aggregators, sleeper);

            traffic.awaitMore(random.nextInt(20, 80));
            sleeper.jvm().suspend();
            // The sleeper had the round: the other has taken it over when there are more versions.
            awaitProgress(federation);
            sleeper.jvm().resume();
            sleeper.awaitReady();
            other.jvm().terminate();
            assertThat(other.jvm().awaitExit(TestFederation.PATIENCE)).isIn(0, 143);
            // The one that was fenced works again, alone.
            awaitProgress(federation);

            requireExact(federation, clients);
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2})
    void shouldGoOnWithWhatHadJoinedTheRoundWhenStartedAgainInTheMiddleOfIt(int partitions) {
        FederationPlan plan = LONG_ROUND.withPartitions(partitions);
        try (TestFederation federation = TestFederation.create(plan, broker.bootstrapServers())) {
            AggregatorProcess first = federation.spawnAggregator("first", federation.file("state"));
            contribute(federation, 1);
            contribute(federation, 2);
            await().atMost(TestFederation.PATIENCE)
                    .until(() -> first.awaitReady().metric("tributary_round_members") == 2);
            first.jvm().terminate();
            first.jvm().awaitExit(TestFederation.PATIENCE);

            AggregatorProcess second = federation.spawnAggregator("second", federation.file("state"));
            contribute(federation, 3);

            Rounds rounds = new ExactSums(federation, 0).require();
            assertThat(rounds.members(1)).hasSize(3);
            assertThat(second.jvm().stderr()).contains("continues with 2 updates");
        }
    }

    private static void contribute(TestFederation federation, int number) {
        String id = "client-" + number;
        federation.clients().register(id, number);
        RawUpdate update = RawUpdate.contribution(federation, id, 0);
        federation.sender().send(update);
        federation.clients().acknowledge(update.updateId());
    }

    private static TestFederation federation(int partitions) {
        return TestFederation.create(PLAN.withPartitions(partitions), broker.bootstrapServers());
    }

    private static AggregatorProcess theOther(List<AggregatorProcess> aggregators, AggregatorProcess one) {
        return aggregators.get(1 - aggregators.indexOf(one));
    }

    private static List<AggregatorProcess> spawnTwo(TestFederation federation, String name) {
        return List.of(
                federation.spawnAggregator(name + "-a", federation.file("state-" + name + "-a")),
                federation.spawnAggregator(name + "-b", federation.file("state-" + name + "-b")));
    }

    private static List<TestClient> startClients(TestFederation federation) {
        List<TestClient> clients = new ArrayList<>();
        for (int i = 0; i < CLIENTS; i++) {
            clients.add(federation.startClient(Long.MAX_VALUE));
        }
        return clients;
    }

    /** Waits for three more versions: the first may have been under way before. */
    private static void awaitProgress(TestFederation federation) {
        federation.awaitVersion(federation.rounds().newest() + 3);
    }

    private static void requireExact(TestFederation federation, List<TestClient> clients) {
        clients.forEach(TestClient::close);
        new ExactSums(federation, 0).require();
        assertThat(federation.rejections().all()).isEmpty();
    }
}
