package dev.tributary.log.reading;

import dev.tributary.log.registry.Framings;
import java.util.Map;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.StringDeserializer;

/** Makes Kafka's consumers of committed records: the only place that says into which type values are read. */
final class CommittedConsumers {

    private CommittedConsumers() {}

    static Consumer<String, byte[]> open(Map<String, ?> kafkaConfig, Fetching fetching) {
        return new KafkaConsumer<>(
                config(kafkaConfig, fetching), new StringDeserializer(), new ByteArrayDeserializer());
    }

    /** The user's properties, without a group, and with those of ours that a reader's promises rest on. */
    static Map<String, Object> config(Map<String, ?> kafkaConfig, Fetching fetching) {
        Map<String, Object> config = Framings.kafkaOnly(kafkaConfig);
        config.remove(ConsumerConfig.GROUP_ID_CONFIG);
        config.remove(ConsumerConfig.GROUP_INSTANCE_ID_CONFIG);
        fetching.addTo(config);
        config.put(ConsumerConfig.ISOLATION_LEVEL_CONFIG, "read_committed");
        config.put(ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, "false");
        config.put(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, fetching.offsetReset());
        config.put(ConsumerConfig.ALLOW_AUTO_CREATE_TOPICS_CONFIG, "false");
        return config;
    }
}
