package dev.tributary.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.tributary.e2e.harness.ClientRun;
import dev.tributary.e2e.harness.ExactSums;
import dev.tributary.e2e.harness.FederationPlan;
import dev.tributary.e2e.harness.FixedDeltaTrainer;
import dev.tributary.e2e.harness.Rounds;
import dev.tributary.e2e.harness.SharedBroker;
import dev.tributary.e2e.harness.TestClient;
import dev.tributary.e2e.harness.TestFederation;
import dev.tributary.testbed.broker.EmbeddedBroker;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** A client that joins a federation which has learnt for a while. */
@ExtendWith(SharedBroker.class)
class LateClientIT {

    private static final String SECTIONS =
            """
            round: {goal: 2, quorum: 1, deadline: 2s, stalenessExponent: 0}
            admission: {maxDeltaNorm: 1e9}
            """;

    @Test
    void shouldStartAtNewestVersionAndCountWhenClientJoinsLate(EmbeddedBroker broker) {
        // Three chunks a version, so that the late client has to look for the newest from the end.
        FederationPlan plan = FederationPlan.of(7_000, SECTIONS).withMaxMessageBytes(20_000);
        try (TestFederation federation = TestFederation.create(plan, broker.bootstrapServers())) {
            federation.startAggregator();
            TestClient first = federation.startClient(6);
            TestClient second = federation.startClient(6);
            await().atMost(TestFederation.PATIENCE).until(() -> first.hasEnded() && second.hasEnded());
            long newest = new ExactSums(federation, 0).require().newest();

            int number = federation.clients().nextNumber();
            TestClient late = federation.startClient(
                    ClientRun.of(number, new FixedDeltaTrainer(number)).rounds(1));
            await().atMost(TestFederation.PATIENCE).until(late::hasEnded);
            Rounds rounds = new ExactSums(federation, 0).require();

            assertThat(newest).isGreaterThanOrEqualTo(6);
            // It may also have heard of the version that its only update led to.
            assertThat(late.received()).startsWith(newest);
            assertThat(late.published()).hasSize(1);
            assertThat(rounds.members(newest + 1)).singleElement().satisfies(member -> {
                assertThat(member.getUpdateId()).isEqualTo(late.published().get(0));
                assertThat(member.getBaseVersion()).isEqualTo(newest);
            });
        }
    }
}
