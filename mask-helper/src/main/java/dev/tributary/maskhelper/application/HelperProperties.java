package dev.tributary.maskhelper.application;

import dev.tributary.federation.settings.FederationSettings;
import dev.tributary.log.registry.Framings;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Properties;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.streams.StreamsConfig;

/** Settings of Kafka Streams for the mask helper: what it needs, over what the user says, over what is usually best. */
final class HelperProperties {

    /** A receipt is waited for: commits are small, and frequent ones cost little. */
    private static final Duration COMMIT_INTERVAL = Duration.ofMillis(50);

    private static final Duration TRANSACTION_TIMEOUT = Duration.ofSeconds(10);
    private static final Duration SESSION_TIMEOUT = Duration.ofSeconds(15);

    private HelperProperties() {}

    static Properties of(FederationSettings settings, Map<String, Object> kafkaConfig, Path stateDirectory) {
        Map<String, Object> config = new HashMap<>();
        config.put(StreamsConfig.REPLICATION_FACTOR_CONFIG, (int)
                settings.topicPlan().replicationFactor());
        config.put(StreamsConfig.COMMIT_INTERVAL_MS_CONFIG, COMMIT_INTERVAL.toMillis());
        config.put(StreamsConfig.mainConsumerPrefix(ConsumerConfig.SESSION_TIMEOUT_MS_CONFIG), (int)
                SESSION_TIMEOUT.toMillis());
        config.put(StreamsConfig.producerPrefix(ProducerConfig.TRANSACTION_TIMEOUT_CONFIG), (int)
                TRANSACTION_TIMEOUT.toMillis());
        config.put(StreamsConfig.producerPrefix(ProducerConfig.LINGER_MS_CONFIG), 0);
        // What was revoked before the helper ever ran counts too.
        config.put(StreamsConfig.mainConsumerPrefix(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG), "earliest");
        config.putAll(Framings.kafkaOnly(kafkaConfig));
        config.put(StreamsConfig.APPLICATION_ID_CONFIG, settings.topics().maskHelperId());
        config.put(StreamsConfig.PROCESSING_GUARANTEE_CONFIG, StreamsConfig.EXACTLY_ONCE_V2);
        config.put(StreamsConfig.ENSURE_EXPLICIT_INTERNAL_RESOURCE_NAMING_CONFIG, true);
        // One ledger, one task, one thread.
        config.put(StreamsConfig.NUM_STREAM_THREADS_CONFIG, 1);
        config.put(StreamsConfig.STATE_DIR_CONFIG, stateDirectory.toString());
        Properties properties = new Properties();
        properties.putAll(config);
        return properties;
    }
}
