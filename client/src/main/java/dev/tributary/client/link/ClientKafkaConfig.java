package dev.tributary.client.link;

import dev.tributary.client.update.ClientId;
import dev.tributary.log.cluster.TimeLimits;
import dev.tributary.schemas.FederationException;
import dev.tributary.schemas.payload.ChunkSplitter;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import org.apache.kafka.clients.CommonClientConfigs;
import org.apache.kafka.clients.producer.ProducerConfig;

/**
 * Kafka properties of a client: the user's, passed through untouched, and over them the few that delivery and
 * privacy depend on.
 */
public final class ClientKafkaConfig {

    /** Kafka's default of {@code request.timeout.ms} for producers. */
    private static final int REQUEST_TIMEOUT_MS = 30_000;

    /**
     * Kafka's default, 1 s, lets a whole fleet knock every second at a broker that is just coming back; more than this
     * would keep clients waiting after it came. Kafka puts 20 % jitter on it.
     */
    private static final int RECONNECT_BACKOFF_MAX_MS = 3_000;

    /** Hundreds of reports; Kafka's default is 32 MiB. */
    private static final long EVALUATION_BUFFER_BYTES = 256 * 1024;

    /** Longest time that a broker that is away holds up a client for an evaluation. */
    private static final long EVALUATION_BLOCK_MS = 1_000;

    private final Map<String, Object> shared;

    /**
     * @param user     properties of the user; not kept
     * @param clientId becomes Kafka's {@code client.id} unless the user has set one: Kafka writes it to broker logs,
     *                 so it must say nothing about host or user
     */
    public ClientKafkaConfig(Map<String, Object> user, ClientId clientId) {
        Map<String, Object> config = new HashMap<>(user);
        config.putIfAbsent(CommonClientConfigs.CLIENT_ID_CONFIG, clientId.value());
        config.putIfAbsent(CommonClientConfigs.RECONNECT_BACKOFF_MAX_MS_CONFIG, RECONNECT_BACKOFF_MAX_MS);
        shared = Map.copyOf(config);
    }

    /**
     * Gives properties for readers and administrators' clients.
     *
     * @return by Kafka's names; not to be changed
     */
    public Map<String, Object> shared() {
        return shared;
    }

    /**
     * Gives properties for the reader of the mask helper's keys.
     *
     * @return by Kafka's names
     */
    public Map<String, Object> helperKeys() {
        Map<String, Object> config = new HashMap<>(shared);
        // Kafka counts clients by this name, and the reader of models has it already.
        config.put(
                CommonClientConfigs.CLIENT_ID_CONFIG,
                shared.get(CommonClientConfigs.CLIENT_ID_CONFIG) + "-helper-keys");
        return config;
    }

    /**
     * For the producer: idempotent, not transactional, records in the order in which they are sent and in the
     * partition of their key.
     *
     * @param deliveryTimeout longest time of one attempt, unless the user has given requests a longer one
     */
    public Map<String, Object> producer(Duration deliveryTimeout) {
        Map<String, Object> config = new HashMap<>(shared);
        int millis =
                Math.toIntExact(TimeLimits.lengthened(deliveryTimeout, shared).toMillis());
        config.put(ProducerConfig.ACKS_CONFIG, "all");
        config.put(ProducerConfig.ENABLE_IDEMPOTENCE_CONFIG, true);
        config.remove(ProducerConfig.TRANSACTIONAL_ID_CONFIG);
        config.remove(ProducerConfig.RETRIES_CONFIG);
        // All records of an update go to one partition, that of its key.
        config.remove(ProducerConfig.PARTITIONER_CLASS_CONFIG);
        config.put(ProducerConfig.PARTITIONER_IGNORE_KEYS_CONFIG, false);
        // Lets the operating system size it: Kafka's 128 KiB slow down what is megabytes at a time.
        config.putIfAbsent(ProducerConfig.SEND_BUFFER_CONFIG, -1);
        // A chunk fills a batch by itself: there is nothing to linger for.
        config.put(ProducerConfig.LINGER_MS_CONFIG, 0);
        config.put(ProducerConfig.DELIVERY_TIMEOUT_MS_CONFIG, millis);
        config.put(ProducerConfig.MAX_BLOCK_MS_CONFIG, millis);
        // Kafka makes no producer that would wait longer for one answer than for the whole delivery.
        int requestTimeout = intOr(ProducerConfig.REQUEST_TIMEOUT_MS_CONFIG, REQUEST_TIMEOUT_MS);
        config.put(ProducerConfig.REQUEST_TIMEOUT_MS_CONFIG, Math.min(requestTimeout, millis));
        return config;
    }

    /**
     * For the producer of evaluations: small, and it gives up soon, since a report is worth no waiting.
     *
     * @param deliveryTimeout longest time until a report is given up
     */
    public Map<String, Object> evaluationProducer(Duration deliveryTimeout) {
        Map<String, Object> config = producer(deliveryTimeout);
        config.put(ProducerConfig.ENABLE_IDEMPOTENCE_CONFIG, false);
        config.put(ProducerConfig.ACKS_CONFIG, "1");
        config.put(ProducerConfig.BUFFER_MEMORY_CONFIG, EVALUATION_BUFFER_BYTES);
        config.put(ProducerConfig.MAX_BLOCK_MS_CONFIG, Math.min(EVALUATION_BLOCK_MS, deliveryTimeout.toMillis()));
        // Kafka counts clients by this name, and the other producer has it already.
        config.put(
                CommonClientConfigs.CLIENT_ID_CONFIG,
                shared.get(CommonClientConfigs.CLIENT_ID_CONFIG) + "-evaluations");
        return config;
    }

    /**
     * Finds how many payload bytes fit in a record.
     *
     * @param topic           where the records go
     * @param maxMessageBytes its {@code max.message.bytes}
     * @throws FederationException if a limit is too small for any update
     */
    public int chunkBytes(String topic, int maxMessageBytes) {
        int maxRequest = intOr(ProducerConfig.MAX_REQUEST_SIZE_CONFIG, ChunkSplitter.DEFAULT_MAX_REQUEST_BYTES);
        int limit = Math.min(maxMessageBytes, maxRequest);
        if (limit < ChunkSplitter.MIN_MAX_MESSAGE_BYTES) {
            throw new FederationException(
                    "max.message.bytes of topic " + topic + " and max.request.size must be at least "
                            + ChunkSplitter.MIN_MAX_MESSAGE_BYTES + ", were " + maxMessageBytes + " and " + maxRequest);
        }
        return ChunkSplitter.chunkBytes(limit);
    }

    private int intOr(String name, int otherwise) {
        Object value = shared.get(name);
        try {
            return value == null ? otherwise : Integer.parseInt(value.toString().trim());
        } catch (NumberFormatException e) {
            throw new FederationException(name + " must be a whole number, was '" + value + "'", e);
        }
    }
}
