package dev.tributary.testbed.broker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import dev.tributary.schemas.FederationException;
import java.io.IOException;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.junit.jupiter.api.Test;

class ChildBrokerTest {

    @Test
    void shouldKeepAcknowledgedRecordsWhenKilledAndStartedAgain() throws ExecutionException, InterruptedException {
        try (ChildBroker broker = ChildBroker.start(Map.of())) {
            BrokerClients clients = new BrokerClients(broker.bootstrapServers());
            clients.createTopic();
            try (KafkaProducer<String, String> producer = clients.producer(Map.of("acks", "all"))) {
                producer.send(new ProducerRecord<>(BrokerClients.TOPIC, "before"))
                        .get();

                broker.kill();
                assertThat(broker.isRunning()).isFalse();
                assertThat(FreePorts.isFree(broker.layout().brokerPort())).isTrue();
                broker.restart();

                // The same producer finds the broker again at the same address.
                producer.send(new ProducerRecord<>(BrokerClients.TOPIC, "after"))
                        .get();
            }
            assertThat(clients.readCommitted()).containsExactly("before", "after");
        }
    }

    @Test
    void shouldEndTransactionWhenKilledInTheMiddle() throws ExecutionException, InterruptedException {
        try (ChildBroker broker = ChildBroker.start(Map.of())) {
            BrokerClients clients = new BrokerClients(broker.bootstrapServers());
            clients.createTopic();
            try (KafkaProducer<String, String> producer = clients.producer(Map.of("transactional.id", "t"))) {
                producer.initTransactions();
                producer.beginTransaction();
                producer.send(new ProducerRecord<>(BrokerClients.TOPIC, "committed"))
                        .get();
                producer.commitTransaction();
                producer.beginTransaction();
                producer.send(new ProducerRecord<>(BrokerClients.TOPIC, "open")).get();
                broker.kill();
                // An open transaction makes close() without a time wait for the broker, and nobody else starts it.
                producer.close(Duration.ZERO);
            }
            broker.restart();
            try (KafkaProducer<String, String> successor = clients.producer(Map.of("transactional.id", "t"))) {
                successor.initTransactions();
            }

            assertThat(clients.readCommitted()).containsExactly("committed");
        }
    }

    @Test
    void shouldComeBackWhenStoppedInOrder() throws ExecutionException, InterruptedException {
        try (ChildBroker broker = ChildBroker.start(Map.of())) {
            BrokerClients clients = new BrokerClients(broker.bootstrapServers());
            clients.createTopic();
            assertThatIllegalStateException().isThrownBy(broker::restart);

            broker.stop();
            assertThat(broker.isRunning()).isFalse();
            broker.restart();

            assertThat(clients.readCommitted()).isEmpty();
        }
    }

    @Test
    void shouldLeaveNothingWhenClosed() {
        ChildBroker broker = ChildBroker.start(Map.of());

        broker.close();
        broker.close();

        assertThat(broker.isRunning()).isFalse();
        assertThat(broker.layout().directory()).doesNotExist();
    }

    @Test
    void shouldShowEndOfLogWhenItDoesNotStart() {
        assertThatExceptionOfType(FederationException.class)
                .isThrownBy(() -> ChildBroker.start(Map.of("message.max.bytes", "many")))
                .withMessageContaining("within 60 s, was dead; its log ends: ")
                .withMessageContaining("message.max.bytes")
                .satisfies(e -> assertThat(e.getMessage()).doesNotContain("\n"));
    }

    @Test
    void shouldEndWhenParentIsGone() throws InterruptedException, IOException {
        try (ChildBroker broker = ChildBroker.start(Map.of())) {
            Process process = broker.process();

            // What the system does to the pipe when this JVM dies.
            process.getOutputStream().close();

            assertThat(process.waitFor(30, TimeUnit.SECONDS)).isTrue();
        }
    }
}
