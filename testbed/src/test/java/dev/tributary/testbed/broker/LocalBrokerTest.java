package dev.tributary.testbed.broker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.tributary.schemas.FederationException;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class LocalBrokerTest {

    private final ListenAddress address = ListenAddress.loopback(new FreePorts(new SplittableRandom()).nextPair());

    @TempDir
    private Path directory;

    @Test
    void shouldKeepRecordsWhenStartedAgain() throws ExecutionException, InterruptedException {
        Path data = directory.resolve("made").resolve("anew");
        BrokerClients clients = new BrokerClients("127.0.0.1:" + address.port());
        try (LocalBroker broker = LocalBroker.start(data, address)) {
            assertThat(broker.bootstrapServers()).isEqualTo("127.0.0.1:" + address.port());
            clients.createTopic();
            try (KafkaProducer<String, String> producer = clients.producer(Map.of())) {
                producer.send(new ProducerRecord<>(BrokerClients.TOPIC, "kept")).get();
            }
            // While it runs nobody else may have the directory.
            ListenAddress other = ListenAddress.loopback(new FreePorts(new SplittableRandom()).nextPair());
            assertRefused(data, other, "data directory must be one that no other broker uses, was " + data);
        }

        LocalBroker again = LocalBroker.start(data, address);
        assertThat(clients.readCommitted()).containsExactly("kept");
        again.close();
        again.close();
        assertThat(FreePorts.isFree(address.port())).isTrue();
    }

    @Test
    void shouldRefusePortThatIsTaken() throws IOException {
        try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getByName("127.0.0.1"))) {
            assertRefused(
                    directory,
                    ListenAddress.loopback(taken.getLocalPort()),
                    "port must be one that nobody listens on, was " + taken.getLocalPort());
        }
        assertThat(directory).isEmptyDirectory();
    }

    @Test
    void shouldRefuseDirectoryThatIsAFile() throws IOException {
        Path file = Files.createFile(directory.resolve("file"));

        assertRefused(file, address, "data directory must be one that can be written, was " + file + ": ");
    }

    @ParameterizedTest
    @ValueSource(strings = {"7", "", "1x"})
    void shouldRefuseDirectoryOfAnotherNode(String nodeId) throws IOException {
        Path data = Files.createDirectory(directory.resolve("data"));
        Files.writeString(data.resolve("meta.properties"), "version=1\ncluster.id=x\nnode.id=" + nodeId + "\n");

        assertRefused(
                directory,
                address,
                "data directory must be new, empty, or one of tributary broker, was the data of node " + nodeId + ": ");
    }

    @Test
    void shouldRefuseDirectoryOfSomethingElseAndLeaveItAsItIs() throws IOException {
        Files.writeString(directory.resolve("thesis.tex"), "all of it");

        assertRefused(
                directory,
                address,
                "data directory must be new, empty, or one of tributary broker, was one with thesis.tex in it: ");
        assertThat(directory).isDirectoryNotContaining(file -> !file.endsWith("thesis.tex"));
    }

    @ParameterizedTest
    @CsvSource({
        "127.0.0.1, 127.0.0.1, 0, 'port must be 1 to 65535, was 0'",
        "127.0.0.1, 127.0.0.1, 65536, 'port must be 1 to 65535, was 65536'",
        "0.0.0.0, 0.0.0.0, 9092, advertised host must be a name or address that clients can connect to",
        "192.0.2.1, 192.0.2.1, 9092, 'bind address must be one of this machine''s, was 192.0.2.1'",
        "no such host, localhost, 9092, 'bind address must be one of this machine''s, was no such host'"
    })
    void shouldRefuseAddressThatIsNone(String bind, String advertised, int port, String line) {
        assertThatExceptionOfType(FederationException.class)
                .isThrownBy(() -> LocalBroker.start(directory, new ListenAddress(bind, advertised, port)))
                .withMessageStartingWith(line);
    }

    private static void assertRefused(Path data, ListenAddress where, String line) {
        assertThatExceptionOfType(FederationException.class)
                .isThrownBy(() -> LocalBroker.start(data, where))
                .withMessageStartingWith(line)
                .satisfies(e -> assertThat(e.getMessage()).doesNotContain("\n"));
    }
}
