package dev.tributary.testbed.broker;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;

/** Stock Kafka clients of one broker, for tests. */
final class BrokerClients {

    static final String TOPIC = "words";

    private static final Duration READ_TIMEOUT = Duration.ofSeconds(20);

    private final Map<String, Object> common;

    BrokerClients(String bootstrapServers) {
        this.common = Map.of("bootstrap.servers", bootstrapServers, "reconnect.backoff.max.ms", 100);
    }

    Admin admin() {
        return Admin.create(common);
    }

    void createTopic() throws InterruptedException, ExecutionException {
        try (Admin admin = admin()) {
            admin.createTopics(List.of(new NewTopic(TOPIC, Optional.of(1), Optional.empty())))
                    .all()
                    .get();
        }
    }

    KafkaProducer<String, String> producer(Map<String, Object> extra) {
        Map<String, Object> configuration = new HashMap<>(common);
        configuration.putAll(extra);
        return new KafkaProducer<>(configuration, new StringSerializer(), new StringSerializer());
    }

    KafkaConsumer<String, String> consumer() {
        Map<String, Object> configuration = new HashMap<>(common);
        configuration.put("isolation.level", "read_committed");
        configuration.put("auto.offset.reset", "earliest");
        return new KafkaConsumer<>(configuration, new StringDeserializer(), new StringDeserializer());
    }

    /** Returns the values of all committed records of the topic, in order. */
    List<String> readCommitted() {
        TopicPartition partition = new TopicPartition(TOPIC, 0);
        List<String> values = new ArrayList<>();
        try (KafkaConsumer<String, String> consumer = consumer()) {
            consumer.assign(List.of(partition));
            consumer.seekToBeginning(List.of(partition));
            long end = consumer.endOffsets(List.of(partition)).get(partition);
            long deadline = System.nanoTime() + READ_TIMEOUT.toNanos();
            while (consumer.position(partition) < end && System.nanoTime() - deadline < 0) {
                for (ConsumerRecord<String, String> record : consumer.poll(Duration.ofMillis(200))) {
                    values.add(record.value());
                }
            }
        }
        return values;
    }
}
