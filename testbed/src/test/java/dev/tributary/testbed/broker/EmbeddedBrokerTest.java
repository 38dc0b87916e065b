package dev.tributary.testbed.broker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tributary.schemas.FederationException;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.errors.RecordTooLargeException;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EmbeddedBrokerTest {

    private static final int CONNECT_TIMEOUT_MILLIS = 1_000;

    private static EmbeddedBroker broker;

    @TempDir
    private Path directory;

    @BeforeAll
    static void startBroker() throws ExecutionException, InterruptedException {
        broker = EmbeddedBroker.start(Map.of("message.max.bytes", "2000"));
        new BrokerClients(broker.bootstrapServers()).createTopic();
    }

    @AfterAll
    static void closeBroker() {
        broker.close();
    }

    @Test
    void shouldShowCommittedRecordsOnlyWhenTransactionsAreUsed() {
        BrokerClients clients = new BrokerClients(broker.bootstrapServers());
        try (KafkaProducer<String, String> producer = clients.producer(Map.of("transactional.id", "t"))) {
            producer.initTransactions();
            producer.beginTransaction();
            producer.send(new ProducerRecord<>(BrokerClients.TOPIC, "k", "committed"));
            producer.commitTransaction();
            producer.beginTransaction();
            producer.send(new ProducerRecord<>(BrokerClients.TOPIC, "k", "aborted"));
            producer.flush();
            producer.abortTransaction();
            producer.beginTransaction();
            producer.send(new ProducerRecord<>(BrokerClients.TOPIC, "k", "committed too"));
            producer.commitTransaction();
        }

        assertThat(clients.readCommitted()).containsExactly("committed", "committed too");
    }

    @Test
    void shouldRefuseRecordWhenItExceedsExtraProperty() {
        BrokerClients clients = new BrokerClients(broker.bootstrapServers());
        try (KafkaProducer<String, String> producer = clients.producer(Map.of())) {
            assertThatThrownBy(() -> producer.send(new ProducerRecord<>(BrokerClients.TOPIC, "x".repeat(3_000)))
                            .get())
                    .hasCauseInstanceOf(RecordTooLargeException.class);
        }
    }

    @Test
    void shouldNotCreateTopicWhenAskedForAnUnknownOne() throws ExecutionException, InterruptedException {
        BrokerClients clients = new BrokerClients(broker.bootstrapServers());
        try (KafkaConsumer<String, String> consumer = clients.consumer();
                Admin admin = clients.admin()) {
            assertThat(consumer.partitionsFor("unknown")).isNullOrEmpty();
            assertThat(admin.listTopics().names().get()).doesNotContain("unknown");
        }
    }

    @Test
    void shouldListenOnOneLoopbackAddressOnly() throws IOException {
        BrokerLayout layout = broker.layout();
        assertThat(broker.bootstrapServers()).isEqualTo("127.0.0.1:" + layout.brokerPort());
        for (int port : new int[] {layout.brokerPort(), layout.controllerPort()}) {
            try (Socket socket = new Socket()) {
                socket.connect(new InetSocketAddress("127.0.0.1", port), CONNECT_TIMEOUT_MILLIS);
                assertThat(socket.isConnected()).isTrue();
            }
            // A listener on all addresses would answer here too.
            try (Socket socket = new Socket()) {
                assertThatThrownBy(
                                () -> socket.connect(new InetSocketAddress("127.0.0.2", port), CONNECT_TIMEOUT_MILLIS))
                        .isInstanceOf(IOException.class);
            }
        }
    }

    @Test
    void shouldLeaveNeitherFilesNorPortsWhenClosed() {
        EmbeddedBroker second = EmbeddedBroker.start();
        BrokerLayout layout = second.layout();
        assertThat(layout.dataDirectory()).isDirectory();

        second.close();
        second.close();

        assertThat(layout.directory()).doesNotExist();
        assertThat(FreePorts.isFree(layout.brokerPort())).isTrue();
        assertThat(FreePorts.isFree(layout.controllerPort())).isTrue();
    }

    @Test
    void shouldLeaveNothingWhenPropertyIsWrong() throws IOException {
        BrokerLayout layout = layoutIn(directory.resolve("wrong"));

        assertThatExceptionOfType(FederationException.class)
                .isThrownBy(() -> EmbeddedBroker.start(layout, Map.of("message.max.bytes", "many")))
                .withMessageStartingWith("broker must start on " + layout.bootstrapServers() + ", did not: ")
                .withMessageContaining("message.max.bytes");

        assertThat(layout.directory()).doesNotExist();
    }

    @Test
    void shouldLeaveNothingWhenPortIsInUse() throws IOException {
        BrokerLayout layout = layoutIn(directory.resolve("taken"));
        try (ServerSocket taken = new ServerSocket()) {
            taken.bind(new InetSocketAddress("127.0.0.1", layout.brokerPort()));

            assertThatExceptionOfType(FederationException.class)
                    .isThrownBy(() -> EmbeddedBroker.start(layout, Map.of()))
                    .withMessageStartingWith("broker must start on " + layout.bootstrapServers() + ", did not: ");
        }

        assertThat(layout.directory()).doesNotExist();
        assertThat(FreePorts.isFree(layout.controllerPort())).isTrue();
    }

    private static BrokerLayout layoutIn(Path place) throws IOException {
        int port = new FreePorts(new SplittableRandom()).nextPair();
        return new BrokerLayout(Files.createDirectory(place), port, port + 1);
    }
}
