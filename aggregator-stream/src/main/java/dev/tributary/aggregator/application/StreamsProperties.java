package dev.tributary.aggregator.application;

import dev.tributary.federation.settings.FederationSettings;
import dev.tributary.log.registry.Framings;
import dev.tributary.schemas.FederationException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.streams.StreamsConfig;

/**
 * Settings of Kafka Streams. Ours are defaults that {@code --kafka-config} overrides, except for those that
 * correctness rests on.
 */
final class StreamsProperties {

    /** One record is up to 1 MiB, and Kafka Streams bounds its buffers by records, not bytes: 64 MiB a partition. */
    static final int BUFFERED_RECORDS = 64;

    /**
     * Each commit writes what changed in the stores once and costs two round trips; work is committed at once in any
     * case when a partial sum or a version is forwarded.
     */
    private static final Duration COMMIT_INTERVAL = Duration.ofSeconds(1);

    /**
     * Long enough to write a model of some hundred MiB. When an instance dies and another takes over, committed offsets
     * and partial sums can be read only after the broker has aborted what the dead one left open: this long after its
     * begin, and up to 10 s later, since the broker looks every 10 s ({@code
     * transaction.abort.timed.out.transaction.cleanup.interval.ms}). So both together stay within 10 s of the session
     * timeout (docs/reliability.md).
     */
    private static final Duration TRANSACTION_TIMEOUT = Duration.ofSeconds(10);

    /** How long the group waits for an instance that has died before others take over. */
    private static final Duration SESSION_TIMEOUT = Duration.ofSeconds(15);

    private StreamsProperties() {}

    /**
     * Puts the settings together.
     *
     * @throws FederationException if Kafka does not accept one of them
     */
    static Properties of(FederationSettings settings, Map<String, Object> kafkaConfig, Path stateDirectory) {
        Map<String, Object> config = defaults(settings);
        config.keySet().removeIf(name -> isSaidWithoutPrefix(name, kafkaConfig));
        config.putAll(Framings.kafkaOnly(kafkaConfig));
        config.put(StreamsConfig.APPLICATION_ID_CONFIG, settings.topics().applicationId());
        config.put(StreamsConfig.PROCESSING_GUARANTEE_CONFIG, StreamsConfig.EXACTLY_ONCE_V2);
        config.put(StreamsConfig.ENSURE_EXPLICIT_INTERNAL_RESOURCE_NAMING_CONFIG, true);
        config.put(StreamsConfig.STATE_DIR_CONFIG, stateDirectory.toString());
        Properties properties = new Properties();
        properties.putAll(config);
        requireValid(properties);
        return properties;
    }

    private static void requireValid(Properties properties) {
        try {
            StreamsConfig checked = new StreamsConfig(properties);
            Map<String, Object> consumer = checked.getMainConsumerConfigs("group", "client", 0);
            consumer.put(ConsumerConfig.KEY_DESERIALIZER_CLASS_CONFIG, ByteArrayDeserializer.class);
            consumer.put(ConsumerConfig.VALUE_DESERIALIZER_CLASS_CONFIG, ByteArrayDeserializer.class);
            ConsumerConfig.configDef().parse(consumer);
            Map<String, Object> producer = checked.getProducerConfigs("client");
            producer.put(ProducerConfig.KEY_SERIALIZER_CLASS_CONFIG, ByteArraySerializer.class);
            producer.put(ProducerConfig.VALUE_SERIALIZER_CLASS_CONFIG, ByteArraySerializer.class);
            ProducerConfig.configDef().parse(producer);
        } catch (KafkaException | IllegalArgumentException e) {
            throw new FederationException("--kafka-config must hold settings that Kafka accepts: " + e.getMessage(), e);
        }
    }

    /**
     * Says whether the user has set what a default of ours sets, under a less special name: to Kafka Streams {@code
     * main.consumer.x} wins over {@code consumer.x} and that over {@code x}, but no default may win over the user.
     */
    private static boolean isSaidWithoutPrefix(String name, Map<String, Object> kafkaConfig) {
        for (String prefix : List.of(StreamsConfig.MAIN_CONSUMER_PREFIX, StreamsConfig.PRODUCER_PREFIX)) {
            if (name.startsWith(prefix)) {
                String plain = name.substring(prefix.length());
                return kafkaConfig.containsKey(plain)
                        || (prefix.equals(StreamsConfig.MAIN_CONSUMER_PREFIX)
                                && kafkaConfig.containsKey(StreamsConfig.consumerPrefix(plain)));
            }
        }
        return false;
    }

    private static Map<String, Object> defaults(FederationSettings settings) {
        Map<String, Object> config = new HashMap<>();
        config.put(StreamsConfig.REPLICATION_FACTOR_CONFIG, (int)
                settings.topicPlan().replicationFactor());
        config.put(StreamsConfig.COMMIT_INTERVAL_MS_CONFIG, COMMIT_INTERVAL.toMillis());
        config.put(StreamsConfig.BUFFERED_RECORDS_PER_PARTITION_CONFIG, BUFFERED_RECORDS);
        config.put(StreamsConfig.STATESTORE_CACHE_MAX_BYTES_CONFIG, 32L << 20);
        config.put(consumer(ConsumerConfig.MAX_POLL_RECORDS_CONFIG), BUFFERED_RECORDS);
        config.put(consumer(ConsumerConfig.FETCH_MAX_BYTES_CONFIG), 16 << 20);
        config.put(consumer(ConsumerConfig.MAX_PARTITION_FETCH_BYTES_CONFIG), 8 << 20);
        // Let the operating system size them: Kafka's 64 and 128 KiB slow down what is megabytes at a time.
        config.put(consumer(ConsumerConfig.RECEIVE_BUFFER_CONFIG), -1);
        config.put(producer(ProducerConfig.SEND_BUFFER_CONFIG), -1);
        config.put(consumer(ConsumerConfig.SESSION_TIMEOUT_MS_CONFIG), (int) SESSION_TIMEOUT.toMillis());
        config.put(producer(ProducerConfig.TRANSACTION_TIMEOUT_CONFIG), (int) TRANSACTION_TIMEOUT.toMillis());
        config.put(producer(ProducerConfig.LINGER_MS_CONFIG), 5);
        return config;
    }

    private static String consumer(String name) {
        return StreamsConfig.mainConsumerPrefix(name);
    }

    private static String producer(String name) {
        return StreamsConfig.producerPrefix(name);
    }
}
