package dev.tributary.testbed.junit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tributary.client.round.FederatedClient;
import dev.tributary.client.training.LocalTrainer;
import dev.tributary.client.training.LocalUpdate;
import dev.tributary.schemas.globalmodel.GlobalModel;
import java.time.Duration;
import java.util.Arrays;
import java.util.Map;
import org.junit.jupiter.api.Test;

@FederationTest(
        settings =
                """
                round: {goal: 2}
                admission: {maxDeltaNorm: 100}
                """)
class OwnClientTest {

    private static final Duration PATIENCE = Duration.ofSeconds(60);

    @Test
    void shouldPublishTheMeanOfBothClients(RunningFederation federation) {
        send(federation, 1, 2f);
        send(federation, 2, 4f);

        GlobalModel first = federation.awaitVersion(1, PATIENCE);

        assertThat(first.parameters()).containsOnly(3f);
        assertThat(federation.rejections()).isEmpty();
    }

    @Test
    void shouldBeToldWhyAnUpdateDoesNotCount(RunningFederation federation) {
        send(federation, 1, 2f);
        send(federation, 2, 1_000f);
        send(federation, 3, 4f);

        federation.awaitVersion(1, PATIENCE);

        assertThat(federation.rejections()).singleElement().asString().startsWith("NORM_TOO_LARGE: ");
    }

    /** The client under test: here one of Java's library, which sends the same number for each parameter. */
    private static void send(RunningFederation federation, int number, float value) {
        byte[] secret = new byte[32];
        Arrays.fill(secret, (byte) number);
        try (FederatedClient client = FederatedClient.builder()
                .federation(federation.name())
                .kafka(federation.bootstrapServers())
                .trainer(constant(value))
                .secret(secret)
                .rounds(1)
                .build()) {
            client.run();
        }
    }

    private static LocalTrainer constant(float value) {
        return model -> {
            float[] delta = new float[model.parameters().length];
            Arrays.fill(delta, value);
            return new LocalUpdate(delta, 1, Map.of());
        };
    }
}
// end::example[]
