package dev.tributary.client.round;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.tributary.client.masking.MaskedFixtures;
import dev.tributary.client.masking.MaskingKeys;
import dev.tributary.client.training.LocalUpdate;
import dev.tributary.client.update.ClientId;
import dev.tributary.federation.settings.FederationSettings;
import dev.tributary.schemas.FederationException;
import dev.tributary.schemas.avro.PayloadEncoding;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The life of a client without a broker; with one, see the end-to-end tests. */
@Timeout(60)
class FederatedClientTest {

    /** Discard's port: nothing listens there. */
    private static final String NOBODY = "127.0.0.1:9";

    @TempDir
    private Path directory;

    @Test
    void shouldSayThatNothingAnswersWhenTheBrokerIsUnreachable() {
        try (FederatedClient client =
                builder().connectTimeout(Duration.ofMillis(500)).build()) {
            assertThatThrownBy(client::run)
                    .isInstanceOf(FederationException.class)
                    .hasMessageStartingWith("bootstrap.servers " + NOBODY + " did not answer within");
            assertThat(client.state()).isEqualTo(ClientState.STOPPED);
        }
    }

    @Test
    void shouldReturnFromRunWhenClosedWhileConnecting() throws Exception {
        try (ServerSocket silent = new ServerSocket(0, 50, InetAddress.getLoopbackAddress())) {
            FederatedClient client = builder()
                    .kafka("127.0.0.1:" + silent.getLocalPort())
                    .connectTimeout(Duration.ofMinutes(5))
                    .build();
            CompletableFuture<Void> run = CompletableFuture.runAsync(client);
            await().until(() -> client.state() == ClientState.CONNECTING);

            client.close();

            run.get(1, TimeUnit.SECONDS);
            assertThat(client.state()).isEqualTo(ClientState.STOPPED);
        }
    }

    @Test
    void shouldDoNothingWhenClosedBeforeItRuns() {
        FederatedClient client = builder().build();
        client.close();

        client.run();

        assertThat(client.state()).isEqualTo(ClientState.STOPPED);
        assertThat(client.counts()).isEqualTo(new ClientCounts(0, 0, 0, 0, false, 0, 0, -1));
    }

    @Test
    void shouldRefuseToRunWhenItHasRunBefore() {
        FederatedClient client = builder().build();
        client.close();
        client.run();

        assertThatThrownBy(client::run)
                .isInstanceOf(IllegalStateException.class)
                .hasMessage("a client runs once");
    }

    @Test
    void shouldKeepItsPseudonymWhenBuiltAgainFromTheSameSecretFile() {
        Path file = directory.resolve("secret");

        try (FederatedClient first = builder().secret(file).build();
                FederatedClient second = builder().secret(file).build()) {
            assertThat(second.clientId()).isEqualTo(first.clientId());
        }
    }

    @Test
    void shouldReadPropertiesFileWhenKafkaIsGivenAsOne() throws IOException {
        Path file = Files.writeString(directory.resolve("client.properties"), "security.protocol=SSL\n");

        assertThatThrownBy(() -> FederatedClient.builder().kafka(file))
                .isInstanceOf(FederationException.class)
                .hasMessageContaining("bootstrap.servers must be given");
    }

    @Test
    void shouldSayWhatIsMissingWhenBuiltTooEarly() {
        assertThatThrownBy(() -> FederatedClient.builder().build())
                .isInstanceOf(FederationException.class)
                .hasMessage("federation must be given before the client is built, was not");
        assertThatThrownBy(() -> FederatedClient.builder().federation("digits").build())
                .hasMessage("trainer must be given before the client is built, was not");
    }

    @Test
    void shouldRefuseSettingsWhenTheyAreOutOfBounds() {
        assertThatThrownBy(() -> builder().rounds(0)).hasMessage("rounds must be at least 1, was 0");
        assertThatThrownBy(() -> builder().untilVersion(-1)).hasMessage("untilVersion must be 0 or more, was -1");
        assertThatThrownBy(() -> builder().deliveryTimeout(Duration.ZERO))
                .hasMessageStartingWith("deliveryTimeout must be 1 ms to");
        assertThatThrownBy(() -> builder().backoff(Duration.ofSeconds(2), Duration.ofSeconds(1)))
                .hasMessage("greatest back-off must not be below the first of PT2S, was PT1S");
        assertThatThrownBy(() -> builder().encoding(PayloadEncoding.UNKNOWN).build())
                .hasMessage("encoding must be one that this release can write, was UNKNOWN");
        assertThatThrownBy(() -> builder().federation("Bob's"))
                .isInstanceOf(FederationException.class)
                .hasMessageContaining("was 'Bob's'");
    }

    @Test
    void shouldRefuseWhatMaskedUpdatesDoNotHaveWhenItIsAskedFor() {
        MaskedFixtures fixtures = new MaskedFixtures();
        FederationSettings settings = MaskedFixtures.settings("", "");
        FederatedClientBuilder masked = builder();
        ClientId clientId = masked.build().clientId();
        masked.masking(fixtures.keysOf(clientId), settings);

        assertThat(masked.build().clientId()).isEqualTo(clientId);
        assertThatThrownBy(() -> masked.federation("letters").build())
                .hasMessageStartingWith("the settings' federation must be letters, was digits");
        masked.federation("digits");
        assertThatThrownBy(() -> masked.encoding(PayloadEncoding.TOP_K).build())
                .isInstanceOf(FederationException.class)
                .hasMessageStartingWith("encoding must be FLOAT32 with masking, was TOP_K");
        masked.encoding(PayloadEncoding.FLOAT32);
        assertThatThrownBy(() -> masked.updatePolicy(UpdatePolicy.TRAIN_ON).build())
                .hasMessageStartingWith("updatePolicy must be WAIT_FOR_NEXT_VERSION with masking, was TRAIN_ON");
    }

    @Test
    void shouldSayWhoItIsWhenTheCertificateIsThatOfAnotherClient() {
        MaskingKeys strangers = new MaskedFixtures().keysOf(new ClientId("somebody"));
        FederatedClientBuilder masked = builder().masking(strangers, MaskedFixtures.settings("", ""));

        assertThatThrownBy(masked::build)
                .isInstanceOf(FederationException.class)
                .hasMessageContaining("must be for client " + builder().build().clientId() + ", was for somebody");
    }

    private static FederatedClientBuilder builder() {
        return FederatedClient.builder()
                .federation("digits")
                .kafka(NOBODY)
                .secret(new byte[32])
                .trainer(model -> new LocalUpdate(new float[1], 1, Map.of()));
    }
}
