package dev.tributary.log.rounds;

import dev.tributary.log.registry.Framings;
import dev.tributary.schemas.FederationException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.apache.kafka.clients.consumer.CloseOptions;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.WakeupException;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.StringDeserializer;

/**
 * Reads the topic {@code rounds} from its beginning and follows it, as a member of no group: {@code assign},
 * {@code read_committed}.
 *
 * <p>Not thread-safe, except for {@link #wakeup}.
 */
public final class RoundLog implements AutoCloseable {

    private static final Duration POLL = Duration.ofMillis(200);

    private final Consumer<String, byte[]> consumer;
    private final TopicPartition partition;
    private final RoundHistory history;

    /**
     * @param kafkaConfig how to reach the cluster, by Kafka's names
     * @param topic       the federation's topic of rounds
     */
    public RoundLog(Map<String, Object> kafkaConfig, String topic) {
        consumer =
                new KafkaConsumer<>(readerConfig(kafkaConfig), new StringDeserializer(), new ByteArrayDeserializer());
        history = new RoundHistory(Framings.of(kafkaConfig).newFraming());
        partition = new TopicPartition(topic, 0);
        consumer.assign(List.of(partition));
        consumer.seekToBeginning(List.of(partition));
    }

    private static Map<String, Object> readerConfig(Map<String, Object> given) {
        Map<String, Object> config = Framings.kafkaOnly(given);
        config.remove(ConsumerConfig.GROUP_ID_CONFIG);
        config.put(ConsumerConfig.ISOLATION_LEVEL_CONFIG, "read_committed");
        config.put(ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, "false");
        config.put(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, "earliest");
        config.put(ConsumerConfig.ALLOW_AUTO_CREATE_TOPICS_CONFIG, "false");
        return config;
    }

    /**
     * Reads all that is there.
     *
     * @param timeout longest time to take
     * @return what was read; the same object grows with each later call
     * @throws FederationException if the topic cannot be read in that time
     */
    public RoundHistory readToEnd(Duration timeout) {
        long deadline = System.nanoTime() + timeout.toNanos();
        try {
            long end = consumer.endOffsets(List.of(partition), timeout).get(partition);
            // Commit markers take offsets too, so the position, not the last record's offset, says where the end is.
            while (consumer.position(partition, timeout) < end) {
                if (System.nanoTime() - deadline > 0) {
                    throw new FederationException("topic " + partition.topic() + " could not be read within "
                            + timeout.toSeconds() + " s; is the broker up?");
                }
                poll(POLL);
            }
            return history;
        } catch (WakeupException e) {
            throw e;
        } catch (KafkaException e) {
            throw new FederationException("topic " + partition.topic() + " could not be read: " + e.getMessage(), e);
        }
    }

    /**
     * Waits for what comes next.
     *
     * @param timeout longest time to wait
     * @return versions of which something new was said, in order; empty if nothing came
     * @throws WakeupException after {@link #wakeup}
     */
    public Set<Long> poll(Duration timeout) {
        Set<Long> versions = new TreeSet<>();
        for (ConsumerRecord<String, byte[]> record : consumer.poll(timeout)) {
            long version = history.accept(record.key(), record.value());
            if (version >= 0) {
                versions.add(version);
            }
        }
        return versions;
    }

    /**
     * Shows what was read so far.
     *
     * @return the same object each time
     */
    public RoundHistory history() {
        return history;
    }

    /** Makes a waiting or the next call of another method throw. May be called from any thread. */
    public void wakeup() {
        consumer.wakeup();
    }

    @Override
    public void close() {
        consumer.close(CloseOptions.timeout(Duration.ZERO));
    }
}
