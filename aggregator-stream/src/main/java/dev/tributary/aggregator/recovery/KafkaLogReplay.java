package dev.tributary.aggregator.recovery;

import dev.tributary.schemas.FederationException;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.consumer.OffsetOutOfRangeException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Reads from the real log, with a consumer of its own that belongs to no group. */
public final class KafkaLogReplay implements LogReplay {

    private static final Logger LOG = LoggerFactory.getLogger(KafkaLogReplay.class);
    private static final Duration POLL = Duration.ofMillis(200);

    /** Below Kafka's default of max.poll.interval.ms (5 min), since a replay runs on the stream thread. */
    private static final Duration LONGEST_SILENCE = Duration.ofMinutes(2);

    private final Supplier<Consumer<String, byte[]>> consumers;
    private final Progress progress;

    /**
     * @param kafkaConfig how to reach the cluster, by Kafka's names
     */
    public KafkaLogReplay(Map<String, Object> kafkaConfig) {
        this(kafkaConfig, (partition, offsets) -> {});
    }

    /**
     * @param kafkaConfig how to reach the cluster, by Kafka's names
     * @param progress    is told how much is left
     */
    public KafkaLogReplay(Map<String, Object> kafkaConfig, Progress progress) {
        Map<String, Object> config = readerConfig(kafkaConfig);
        this.consumers = () -> new KafkaConsumer<>(config, new StringDeserializer(), new ByteArrayDeserializer());
        this.progress = progress;
    }

    /** For consumers of another kind; each is closed after its use. */
    KafkaLogReplay(Supplier<Consumer<String, byte[]>> consumers, Progress progress) {
        this.consumers = consumers;
        this.progress = progress;
    }

    private static Map<String, Object> readerConfig(Map<String, Object> kafkaConfig) {
        Map<String, Object> config = new HashMap<>(kafkaConfig);
        config.remove(ConsumerConfig.GROUP_ID_CONFIG);
        config.put(ConsumerConfig.ISOLATION_LEVEL_CONFIG, "read_committed");
        config.put(ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, "false");
        config.put(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, "none");
        config.put(ConsumerConfig.ALLOW_AUTO_CREATE_TOPICS_CONFIG, "false");
        // All that is asked for is there already. A fetch beyond it would hold up the closing of the consumer, and with
        // it the stream thread, for Kafka's default of 500 ms.
        config.put(ConsumerConfig.FETCH_MAX_WAIT_MS_CONFIG, "20");
        return Map.copyOf(config);
    }

    @Override
    public void read(TopicPartition partition, long from, long through, RecordVisitor visitor) {
        if (through < from) {
            return;
        }
        long startedAt = System.nanoTime();
        try (Consumer<String, byte[]> consumer = consumers.get()) {
            consumer.assign(List.of(partition));
            requireHeld(consumer, partition, from);
            consumer.seek(partition, from);
            readThrough(consumer, partition, through, visitor);
        } catch (OffsetOutOfRangeException e) {
            throw new FederationException(
                    partition + " must still hold offsets " + from + " to " + through
                            + ", which have been processed before, but does not; was the topic created anew?",
                    e);
        } finally {
            progress.remaining(partition, 0);
        }
        LOG.info(
                "read {} offsets {} to {} again in {} ms",
                partition,
                from,
                through,
                Duration.ofNanos(System.nanoTime() - startedAt).toMillis());
    }

    @Override
    public long firstOffset(TopicPartition partition) {
        try (Consumer<String, byte[]> consumer = consumers.get()) {
            return consumer.beginningOffsets(List.of(partition)).get(partition);
        }
    }

    private static void requireHeld(Consumer<?, ?> consumer, TopicPartition partition, long from) {
        long begin = consumer.beginningOffsets(List.of(partition)).get(partition);
        if (begin > from) {
            throw new FederationException(partition + " must still hold offset " + from
                    + ", which has not been published yet, but begins at " + begin
                    + "; retention.ms must be longer than a round and than any stop of the aggregator");
        }
    }

    private void readThrough(
            Consumer<String, byte[]> consumer, TopicPartition partition, long through, RecordVisitor visitor) {
        long silentSince = System.nanoTime();
        // The position moves over commit markers and aborted records too; a record's offset would not.
        while (consumer.position(partition) <= through) {
            long before = consumer.position(partition);
            progress.remaining(partition, through - before + 1);
            for (ConsumerRecord<String, byte[]> record : consumer.poll(POLL)) {
                if (record.offset() <= through) {
                    visitor.visit(record.key(), record.value(), record.offset());
                }
            }
            if (consumer.position(partition) > before) {
                silentSince = System.nanoTime();
            } else if (System.nanoTime() - silentSince > LONGEST_SILENCE.toNanos()) {
                throw new FederationException(partition + " could not be read again from offset " + before
                        + " through " + through + " within " + LONGEST_SILENCE.toSeconds()
                        + " s; is the topic the one that was processed before?");
            }
        }
    }
}
