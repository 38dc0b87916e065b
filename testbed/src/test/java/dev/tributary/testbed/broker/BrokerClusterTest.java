package dev.tributary.testbed.broker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.tributary.schemas.FederationException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;

/** One cluster for all, which each test leaves whole; the last closes it. */
@Tag("chaos")
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class BrokerClusterTest {

    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private static BrokerCluster cluster;
    private static BrokerClients clients;
    private static final List<String> ACKNOWLEDGED = new ArrayList<>();

    @BeforeAll
    static void startCluster() throws ExecutionException, InterruptedException {
        cluster = BrokerCluster.start(Map.of());
        clients = new BrokerClients(cluster.bootstrapServers());
        clients.createTopic();
    }

    @AfterAll
    static void closeCluster() {
        cluster.close();
    }

    @Test
    @Order(1)
    void shouldHaveThreeCopiesOfWhichTwoMustBeInSync() throws ExecutionException, InterruptedException {
        cluster.awaitInSync(PATIENCE);

        assertThat(cluster.nodeIds()).containsExactly(1, 2, 3).allMatch(cluster::isRunning);
        try (var admin = clients.admin()) {
            var topic = admin.describeTopics(List.of(BrokerClients.TOPIC))
                    .allTopicNames()
                    .get();
            assertThat(topic.get(BrokerClients.TOPIC).partitions().get(0).isr()).hasSize(BrokerCluster.NODES);
        }
    }

    @Test
    @Order(2)
    void shouldElectAnotherLeaderAndKeepAcknowledgedRecordsWhenLeaderIsKilled()
            throws ExecutionException, InterruptedException {
        int leader = cluster.leaderOf(BrokerClients.TOPIC, 0);
        try (KafkaProducer<String, String> producer = clients.producer(Map.of("acks", "all"))) {
            send(producer, "before");

            cluster.kill(leader);
            send(producer, "meanwhile");

            assertThat(cluster.isRunning(leader)).isFalse();
            assertThat(cluster.leaderOf(BrokerClients.TOPIC, 0)).isNotEqualTo(leader);
            cluster.restart(leader);
            cluster.awaitInSync(PATIENCE);
            send(producer, "after");
        }

        assertThat(clients.readCommitted()).isEqualTo(ACKNOWLEDGED);
    }

    @Test
    @Order(3)
    void shouldGoOnWithoutNodeThatIsCutOffAndTakeItBack() throws ExecutionException, InterruptedException {
        int leader = cluster.leaderOf(BrokerClients.TOPIC, 0);
        try (KafkaProducer<String, String> producer = clients.producer(Map.of("acks", "all"))) {
            cluster.cutOff(leader);
            send(producer, "without");

            assertThat(cluster.isRunning(leader)).isTrue();
            assertThat(cluster.leaderOf(BrokerClients.TOPIC, 0)).isNotEqualTo(leader);
            cluster.reconnect(leader);
            cluster.awaitInSync(PATIENCE);
        }

        assertThat(clients.readCommitted()).isEqualTo(ACKNOWLEDGED);
    }

    @Test
    @Order(4)
    void shouldAcknowledgeNothingWhileTwoNodesAreDown() throws ExecutionException, InterruptedException {
        cluster.stop(2);
        await().atMost(PATIENCE).untilAsserted(() -> assertThatThrownBy(
                        () -> cluster.awaitInSync(Duration.ofSeconds(1)))
                .isInstanceOf(FederationException.class)
                .hasMessageContaining("copies must be in sync within 1 s, were not of [" + BrokerClients.TOPIC));
        cluster.kill(3);
        // An idempotent producer keeps a record whose fate it does not know, and closing it would wait for an answer.
        KafkaProducer<String, String> producer = clients.producer(Map.of(
                "acks",
                "all",
                "enable.idempotence",
                false,
                "delivery.timeout.ms",
                4_000,
                "request.timeout.ms",
                2_000,
                "max.block.ms",
                4_000));
        assertThatThrownBy(() -> producer.send(new ProducerRecord<>(BrokerClients.TOPIC, "lost"))
                        .get())
                .isInstanceOfAny(ExecutionException.class, org.apache.kafka.common.errors.TimeoutException.class);
        producer.close(Duration.ZERO);

        cluster.restart(2, 3);
        cluster.awaitInSync(PATIENCE);

        assertThat(clients.readCommitted()).containsAll(ACKNOWLEDGED);
    }

    @Test
    @Order(5)
    void shouldRefuseWhatNoNodeCanDo() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> cluster.kill(4))
                .withMessage("node must be one of [1, 2, 3], was 4");
        assertThatIllegalStateException().isThrownBy(() -> cluster.restart(1));
        cluster.kill(1);
        assertThatIllegalStateException().isThrownBy(() -> cluster.cutOff(1)).withMessage("node 1 must run, was down");
    }

    @Test
    @Order(6)
    void shouldLeaveNothingWhenClosed() {
        cluster.close();
        cluster.close();

        assertThat(cluster.nodeIds()).noneMatch(cluster::isRunning);
        assertThat(cluster.directories())
                .hasSize(3)
                .noneMatch(directory -> directory.toFile().exists());
    }

    private static void send(KafkaProducer<String, String> producer, String value)
            throws ExecutionException, InterruptedException {
        producer.send(new ProducerRecord<>(BrokerClients.TOPIC, value)).get();
        ACKNOWLEDGED.add(value);
    }
}
