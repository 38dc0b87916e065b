package dev.tributary.log.cluster;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tributary.schemas.FederationException;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What needs no broker; the rest is tested in e2e-tests, against a real one. */
class ClusterTest {

    private static final Duration TIMEOUT = Duration.ofSeconds(1);

    @Test
    void shouldSayInOneLineWhenNoBrokerListens() throws IOException {
        String servers = "127.0.0.1:" + unusedPort();

        assertThatThrownBy(() -> Cluster.connect(Map.of("bootstrap.servers", servers), TIMEOUT))
                .isInstanceOf(FederationException.class)
                .hasMessage(
                        "bootstrap.servers " + servers + " did not answer within 1 s; is a broker listening there?");
    }

    @Test
    void shouldSayInOneLineWhenServersAreMalformed() {
        assertThatThrownBy(() -> Cluster.connect(Map.of("bootstrap.servers", "no-port"), TIMEOUT))
                .isInstanceOf(FederationException.class)
                .hasMessageStartingWith("no client could be made for bootstrap.servers no-port: ")
                .message()
                .doesNotContain("\n");
    }

    @Test
    void shouldSayInOneLineWhenASettingIsMalformed() {
        Map<String, Object> config = Map.of("bootstrap.servers", "127.0.0.1:1", "security.protocol", "NONE");

        assertThatThrownBy(() -> Cluster.connect(config, TIMEOUT))
                .isInstanceOf(FederationException.class)
                .hasMessageContaining("security.protocol")
                .message()
                .doesNotContain("\n");
    }

    @Test
    void shouldNameFileAndSettingsWhenAKeystoreCannotBeOpened(@TempDir Path directory) throws IOException {
        Path keystore = Files.writeString(directory.resolve("client.p12"), "no keystore at all");
        Map<String, Object> config = Map.of(
                "bootstrap.servers", "127.0.0.1:1",
                "security.protocol", "SSL",
                "ssl.keystore.type", "PKCS12",
                "ssl.keystore.location", keystore.toString(),
                "ssl.keystore.password", "let-me-in");

        assertThatThrownBy(() -> Cluster.connect(config, TIMEOUT))
                .isInstanceOf(FederationException.class)
                .hasMessageContaining(keystore.toString())
                .hasMessageContaining("ssl.keystore")
                .message()
                .doesNotContain("let-me-in")
                .doesNotContain("\n");
    }

    private static int unusedPort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }
}
