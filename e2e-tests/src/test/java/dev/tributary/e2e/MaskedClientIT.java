package dev.tributary.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.tributary.client.round.FederatedClient;
import dev.tributary.client.training.LocalEvaluation;
import dev.tributary.e2e.harness.ChildJvm;
import dev.tributary.e2e.harness.FederationPlan;
import dev.tributary.e2e.harness.MaskedFederation;
import dev.tributary.e2e.harness.SharedBroker;
import dev.tributary.masking.keys.SigningKey;
import dev.tributary.masking.keys.VerifyingKey;
import dev.tributary.schemas.FederationException;
import dev.tributary.schemas.avro.HelperKey;
import dev.tributary.schemas.avro.MaskedUpdate;
import dev.tributary.schemas.avro.SealedSeed;
import dev.tributary.schemas.avro.SeedReceipt;
import dev.tributary.schemas.avro.SeedVerdict;
import dev.tributary.schemas.topic.FederationTopics;
import dev.tributary.testbed.broker.EmbeddedBroker;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Clients of a masked federation against a real mask helper, without an aggregator. */
@ExtendWith(SharedBroker.class)
class MaskedClientIT {

    private static final Duration PATIENCE = Duration.ofSeconds(120);
    private static final FederationPlan PLAN = FederationPlan.of(
            700,
            """
            round: {goal: 3, quorum: 3}
            strategy: {weighting: uniform}
            privacy: {masking: required, threshold: 3}
            """);

    @Test
    void shouldSealAndSendWhenTheMaskHelperBeginsAfterTheClients(EmbeddedBroker broker) {
        try (MaskedFederation masked = MaskedFederation.create(PLAN, broker.bootstrapServers())) {
            FederationTopics topics = masked.federation().topics();
            for (int i = 0; i < 3; i++) {
                masked.startClient(masked.client(i)
                        .evaluator(model -> new LocalEvaluation(5, Map.of("loss", 2.0, "accuracy", 0.5)))
                        .build());
            }
            masked.startHelper();

            // A report on version 0 waits for no key, so there may be fewer of them than of updates.
            await().atMost(PATIENCE)
                    .until(() ->
                            masked.read(topics.receipts(), SeedReceipt.class).size() >= 3);

            assertThat(masked.read(topics.receipts(), SeedReceipt.class))
                    .extracting(SeedReceipt::getVerdict)
                    .containsOnly(SeedVerdict.GOOD);
        }
    }

    @Test
    void shouldSendNothingWhenTheMaskHelperIsNotThePinnedOne(EmbeddedBroker broker) {
        try (MaskedFederation masked = MaskedFederation.create(PLAN, broker.bootstrapServers())) {
            FederationTopics topics = masked.federation().topics();
            VerifyingKey other = SigningKey.random(new SecureRandom()).publicKey();
            ChildJvm helper = masked.startHelper();
            await().atMost(PATIENCE).until(() -> !masked.read(topics.helperKeys(), HelperKey.class)
                    .isEmpty());

            try (FederatedClient client = masked.client(0, other).build()) {
                assertThatThrownBy(client::run)
                        .isInstanceOf(FederationException.class)
                        .hasMessageContaining("must be signed by the pinned root key " + other)
                        .hasMessageContaining("nothing is sent");
            }

            assertThat(masked.read(topics.seeds(), SealedSeed.class)).isEmpty();
            assertThat(masked.read(topics.updates(), MaskedUpdate.class)).isEmpty();
            assertThat(helper.isRunning()).isTrue();
        }
    }
}
