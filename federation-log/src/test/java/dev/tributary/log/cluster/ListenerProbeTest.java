package dev.tributary.log.cluster;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.tributary.schemas.FederationException;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
class ListenerProbeTest {

    private static final byte[] HTTP = "HTTP/1.1 400 Bad Request\r\n\r\n".getBytes(StandardCharsets.US_ASCII);

    /** A fatal alert, unexpected_message: what TLS servers answer to plain text. */
    private static final byte[] TLS_ALERT = {0x15, 0x03, 0x03, 0, 2, 2, 10};

    private static final byte[] KAFKA = {0, 0, 0, 10, 0, 0, 0, 1, 0, 0, 0, 0, 0, 0};

    private static final byte[] SSH = "SSH-2.0-OpenSSH_9.2\r\n".getBytes(StandardCharsets.US_ASCII);

    @Test
    void shouldSaySoWhenThePortSpeaksHttp() throws IOException {
        assertRefused(HTTP, "PLAINTEXT", "must be a Kafka listener, speaks HTTP");
        assertRefused(HTTP, "SASL_SSL", "must be a Kafka listener, speaks HTTP");
    }

    @Test
    void shouldNameThePropertyWhenThePortSpeaksTls() throws IOException {
        assertRefused(
                TLS_ALERT, "SASL_PLAINTEXT", "speaks TLS, and security.protocol of --kafka-config was SASL_PLAINTEXT");
    }

    @Test
    void shouldNameThePropertyWhenThePortSpeaksPlainText() throws IOException {
        assertRefused(KAFKA, "SSL", "speaks plain text, and security.protocol of --kafka-config was SSL");
    }

    @Test
    void shouldSaySoWhenThePortSpeaksSomethingElse() throws IOException {
        assertRefused(SSH, "PLAINTEXT", "must be a Kafka listener, answers in another protocol");
    }

    @Test
    void shouldLeaveItToKafkaWhenNothingSpeaksAgainstThePort() throws IOException {
        assertAccepted(KAFKA, "PLAINTEXT");
        assertAccepted(TLS_ALERT, "SSL");
        assertAccepted(new byte[0], "PLAINTEXT");
        assertThatCode(() -> ListenerProbe.requireKafka(Map.of("bootstrap.servers", "127.0.0.1:1,no-port,[::1]:2")))
                .doesNotThrowAnyException();
    }

    /** The whole way that a command takes: no allocation of a gigabyte, no wait, one line. */
    @Test
    void shouldRefuseAtOnceWhenAClusterIsLookedForAtAWebServer() throws IOException {
        try (Listener listener = new Listener(HTTP)) {
            Map<String, Object> kafka = Map.of("bootstrap.servers", listener.address());
            assertThatExceptionOfType(FederationException.class)
                    .isThrownBy(() -> Cluster.connect(kafka, Duration.ofSeconds(8)))
                    .withMessageContaining("speaks HTTP");
        }
    }

    private static void assertRefused(byte[] answer, String protocol, String message) throws IOException {
        try (Listener listener = new Listener(answer)) {
            assertThatExceptionOfType(FederationException.class)
                    .isThrownBy(() -> ListenerProbe.requireKafka(config(listener, protocol)))
                    .withMessageStartingWith("bootstrap.servers " + listener.address() + " " + message);
        }
    }

    private static void assertAccepted(byte[] answer, String protocol) throws IOException {
        try (Listener listener = new Listener(answer)) {
            assertThatCode(() -> ListenerProbe.requireKafka(config(listener, protocol)))
                    .doesNotThrowAnyException();
        }
    }

    private static Map<String, Object> config(Listener listener, String protocol) {
        return Map.of("bootstrap.servers", listener.address(), "security.protocol", protocol);
    }

    /** Answers the first connection's first byte with the same bytes always. */
    private static final class Listener implements AutoCloseable {

        private final ServerSocket server;
        private final CompletableFuture<Void> serving;

        Listener(byte[] answer) throws IOException {
            server = new ServerSocket(0, 1, InetAddress.getByName("127.0.0.1"));
            serving = CompletableFuture.runAsync(() -> serve(answer));
        }

        private void serve(byte[] answer) {
            try (Socket socket = server.accept()) {
                socket.getInputStream().read();
                socket.getOutputStream().write(answer);
                socket.shutdownOutput();
                socket.getInputStream().readAllBytes();
            } catch (IOException e) {
                // The other side has gone.
                return;
            }
        }

        String address() {
            return "127.0.0.1:" + server.getLocalPort();
        }

        @Override
        public void close() throws IOException {
            server.close();
            serving.join();
        }
    }
}
