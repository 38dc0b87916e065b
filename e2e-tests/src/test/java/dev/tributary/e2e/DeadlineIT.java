package dev.tributary.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.tributary.e2e.harness.ExactSums;
import dev.tributary.e2e.harness.FederationPlan;
import dev.tributary.e2e.harness.RawUpdate;
import dev.tributary.e2e.harness.SharedBroker;
import dev.tributary.e2e.harness.TestFederation;
import dev.tributary.e2e.harness.UpdateSender;
import dev.tributary.schemas.avro.CloseReason;
import dev.tributary.schemas.avro.RoundResult;
import dev.tributary.testbed.broker.EmbeddedBroker;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Rounds that never reach their goal. */
@ExtendWith(SharedBroker.class)
class DeadlineIT {

    private static final Duration DEADLINE = Duration.ofMillis(1500);

    private static final String SECTIONS =
            """
            round: {goal: 100, quorum: 2, deadline: %dms, stalenessExponent: 0}
            """
                    .formatted(DEADLINE.toMillis());

    @Test
    void shouldCloseRoundAtDeadlineWhenQuorumIsReached(EmbeddedBroker broker) {
        try (TestFederation federation = federation(broker)) {
            federation.startAggregator();
            send(federation, federation.sender(), "one");
            send(federation, federation.sender(), "two");

            federation.awaitVersion(1);

            RoundResult result = federation.rounds().result(1);
            assertThat(result.getCloseReason()).isEqualTo(CloseReason.DEADLINE);
            assertThat(result.getUpdateCount()).isEqualTo(2);
            assertThat(openMillis(result)).isGreaterThanOrEqualTo(DEADLINE.toMillis() * (1 + result.getExtensions()));
            new ExactSums(federation, 0).require();
        }
    }

    @Test
    void shouldExtendRoundAndSaySoWhenDeadlinePassesBelowQuorum(EmbeddedBroker broker) {
        try (TestFederation federation = federation(broker)) {
            federation.startAggregator();
            UpdateSender sender = federation.sender();
            send(federation, sender, "one");
            // The round stays open although its deadline passes, and passes again.
            await().during(DEADLINE.multipliedBy(2).plusMillis(500))
                    .atMost(TestFederation.PATIENCE)
                    .until(() -> federation.rounds().newest() == 0);

            send(federation, sender, "two");
            federation.awaitVersion(1);

            RoundResult result = federation.rounds().result(1);
            assertThat(result.getCloseReason()).isEqualTo(CloseReason.DEADLINE);
            assertThat(result.getExtensions()).isPositive();
            assertThat(result.getUpdateCount()).isEqualTo(2);
            assertThat(openMillis(result)).isGreaterThanOrEqualTo(DEADLINE.toMillis() * (1 + result.getExtensions()));
            new ExactSums(federation, 0).require();
        }
    }

    private static TestFederation federation(EmbeddedBroker broker) {
        return TestFederation.create(FederationPlan.of(10, SECTIONS), broker.bootstrapServers());
    }

    private static void send(TestFederation federation, UpdateSender sender, String clientId) {
        federation.clients().register(clientId, federation.clients().nextNumber());
        RawUpdate update = RawUpdate.contribution(federation, clientId, 0);
        sender.send(update);
        federation.clients().acknowledge(update.updateId());
    }

    private static long openMillis(RoundResult result) {
        return result.getClosedAtMs() - result.getOpenedAtMs();
    }
}
