package dev.tributary.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.tributary.e2e.harness.AggregatorProcess;
import dev.tributary.e2e.harness.ClientRun;
import dev.tributary.e2e.harness.ExactSums;
import dev.tributary.e2e.harness.FederationPlan;
import dev.tributary.e2e.harness.FixedDeltaTrainer;
import dev.tributary.e2e.harness.GatedTrainer;
import dev.tributary.e2e.harness.Rounds;
import dev.tributary.e2e.harness.SharedBroker;
import dev.tributary.e2e.harness.TestBroker;
import dev.tributary.e2e.harness.TestClient;
import dev.tributary.e2e.harness.TestFederation;
import dev.tributary.schemas.avro.UpdateMember;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Clients publish whole numbers, and every version must be the exact mean of them, to the bit: with one partition, where
 * both stages are one task, and with two.
 */
@ExtendWith(SharedBroker.class)
class ExactSumIT {

    /** What is left over when the clients have gone counts at the deadline. */
    private static final String SECTIONS =
            """
            round: {goal: %d, quorum: 1, deadline: 2s, maxStaleness: 9, stalenessExponent: %d}
            admission: {maxDeltaNorm: 1e9}
            """;

    private static TestBroker broker;

    @BeforeAll
    static void takeBroker(TestBroker shared) {
        broker = shared;
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2})
    void shouldPublishExactMeansWhenUpdatesFitInOneRecord(int partitions) {
        FederationPlan plan = FederationPlan.of(1_000, SECTIONS.formatted(4, 1)).withPartitions(partitions);
        try (TestFederation federation = federation(plan)) {
            federation.startAggregator();
            List<TestClient> clients = startClients(federation, 5, 8);

            awaitEnd(clients);
            Rounds rounds = new ExactSums(federation, 1).require();

            assertThat(rounds.newest()).isGreaterThanOrEqualTo(8);
            assertThat(federation.rejections().all()).isEmpty();
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2})
    void shouldPublishExactMeansWhenUpdatesNeedManyChunks(int partitions) {
        FederationPlan plan =
                FederationPlan.of(600_000, SECTIONS.formatted(3, 1)).withPartitions(partitions);
        try (TestFederation federation = federation(plan)) {
            federation.startAggregator();
            List<TestClient> clients = startClients(federation, 3, 3);

            awaitEnd(clients);
            new ExactSums(federation, 1).require();

            assertThat(federation.rejections().all()).isEmpty();
        }
    }

    @Test
    void shouldPublishExactMeansWhenTwoProcessesShareTwoPartitions() {
        FederationPlan plan = FederationPlan.of(10_000, SECTIONS.formatted(6, 1))
                .withPartitions(2)
                // An update of four chunks.
                .withMaxMessageBytes(20_000);
        try (TestFederation federation = federation(plan)) {
            List<AggregatorProcess> aggregators = List.of(
                    federation.spawnAggregator("aggregator-1", federation.file("state-1")),
                    federation.spawnAggregator("aggregator-2", federation.file("state-2")));
            aggregators.forEach(AggregatorProcess::awaitReady);
            List<TestClient> clients = startClients(federation, 8, 10);

            awaitEnd(clients);
            Rounds rounds = new ExactSums(federation, 1).require();

            assertThat(partitionsUsed(federation)).containsExactlyInAnyOrder(0, 1);
            assertThat(aggregators).allSatisfy(ExactSumIT::requireWork);
            assertThat(rounds.newest()).isGreaterThanOrEqualTo(10);
            assertThat(federation.rejections().all()).isEmpty();
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2})
    void shouldWeighByStalenessWhenClientTrainedOnOldVersion(int partitions) {
        FederationPlan plan = FederationPlan.of(100, SECTIONS.formatted(3, 1)).withPartitions(partitions);
        try (TestFederation federation = federation(plan)) {
            federation.startAggregator();
            int number = federation.clients().nextNumber();
            GatedTrainer slow = new GatedTrainer(new FixedDeltaTrainer(number));
            TestClient straggler =
                    federation.startClient(ClientRun.of(number, slow).rounds(1));
            await().atMost(TestFederation.PATIENCE)
                    .until(() -> straggler.received().equals(List.of(0L)));
            List<TestClient> others = startClients(federation, 3, 5);
            awaitEnd(others);

            slow.open();
            awaitEnd(List.of(straggler));
            Rounds rounds = new ExactSums(federation, 1).require();

            UpdateMember late = memberOf(rounds, straggler.id());
            assertThat(late.getBaseVersion()).isZero();
            // Stage 1 knows of version 4 at least, or it would not have admitted what version 5 is made of.
            assertThat(late.getStaleness()).isBetween(4L, rounds.newest() - 1);
        }
    }

    private static TestFederation federation(FederationPlan plan) {
        return TestFederation.create(plan, broker.bootstrapServers());
    }

    private static List<TestClient> startClients(TestFederation federation, int count, long untilVersion) {
        List<TestClient> clients = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            clients.add(federation.startClient(untilVersion));
        }
        return clients;
    }

    private static void awaitEnd(List<TestClient> clients) {
        await().atMost(TestFederation.PATIENCE).until(() -> clients.stream().allMatch(TestClient::hasEnded));
    }

    private static void requireWork(AggregatorProcess aggregator) {
        assertThat(aggregator.status("/livez")).isEqualTo(200);
        assertThat(aggregator.metric("tributary_updates_admitted_total")
                        + aggregator.metric("tributary_rounds_closed_total"))
                .isPositive();
    }

    private static Set<Integer> partitionsUsed(TestFederation federation) {
        return federation.updateTraffic().partitionsUsed();
    }

    private static UpdateMember memberOf(Rounds rounds, String clientId) {
        List<UpdateMember> members = rounds.versions().stream()
                .flatMap(version -> rounds.members(version).stream())
                .filter(member -> member.getClientId().equals(clientId))
                .collect(Collectors.toList());
        assertThat(members).hasSize(1);
        return members.get(0);
    }
}
