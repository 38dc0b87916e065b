package dev.tributary.client.round;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.tributary.client.training.LocalUpdate;
import dev.tributary.schemas.FederationException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Groups of clients without a broker; demonstration and benchmarks run them with one. */
@Timeout(60)
class FederatedClientsTest {

    /** Discard's port: nothing listens there. */
    private static final String NOBODY = "127.0.0.1:9";

    @TempDir
    private Path directory;

    @Test
    void shouldTellTheFailureWhenAClientGivesUp() {
        FederatedClient client = builder("one")
                .kafka(NOBODY)
                .connectTimeout(Duration.ofMillis(500))
                .build();

        try (FederatedClients clients = FederatedClients.start(Map.of("one", client))) {
            await().until(() -> clients.failure().isPresent());

            assertThat(clients.failure().orElseThrow())
                    .isInstanceOf(FederationException.class)
                    .hasMessageStartingWith("bootstrap.servers " + NOBODY + " did not answer within");
        }
    }

    @Test
    void shouldStopEachClientWithoutFailureWhenItIsClosed() throws Exception {
        try (ServerSocket silent = new ServerSocket(0, 50, InetAddress.getLoopbackAddress())) {
            FederatedClient one = waiting("one", silent);
            FederatedClient other = waiting("other", silent);
            FederatedClients clients = FederatedClients.start(Map.of("one", one, "other", other));
            await().until(() -> one.state() == ClientState.CONNECTING && other.state() == ClientState.CONNECTING);

            clients.close();

            assertThat(one.state()).isEqualTo(ClientState.STOPPED);
            assertThat(other.state()).isEqualTo(ClientState.STOPPED);
            assertThat(clients.failure()).isEmpty();
        }
    }

    @Test
    void shouldHaveNothingToDoWhenThereIsNoClient() {
        FederatedClients clients = FederatedClients.start(Map.of());

        clients.close();

        assertThat(clients.failure()).isEmpty();
    }

    private FederatedClient waiting(String name, ServerSocket silent) {
        return builder(name)
                .kafka("127.0.0.1:" + silent.getLocalPort())
                .connectTimeout(Duration.ofMinutes(5))
                .build();
    }

    private FederatedClientBuilder builder(String name) {
        return FederatedClient.builder()
                .federation("digits")
                .secret(directory.resolve(name))
                .trainer(model -> new LocalUpdate(new float[model.parameters().length], 1, Map.of()));
    }
}
