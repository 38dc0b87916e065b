package dev.tributary.demo.federation;

import dev.tributary.schemas.avro.RoundResult;
import dev.tributary.schemas.framing.RecordFraming;
import dev.tributary.schemas.framing.UndecodableRecordException;
import dev.tributary.schemas.topic.FederationTopics;
import dev.tributary.schemas.topic.RecordKeys;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.StringDeserializer;

/** Follows the topics of rounds and rejections. Not thread-safe. */
final class RoundsReader implements AutoCloseable {

    private static final Duration POLL = Duration.ofMillis(100);

    private final Consumer<String, byte[]> consumer;
    private final FederationTopics topics;
    private final RecordFraming framing = new RecordFraming();
    private final Map<Long, RoundResult> results = new TreeMap<>();
    private long rejections;

    RoundsReader(String bootstrapServers, FederationTopics topics) {
        this.topics = topics;
        this.consumer = new KafkaConsumer<>(
                Map.of(
                        ConsumerConfig.BOOTSTRAP_SERVERS_CONFIG, bootstrapServers,
                        ConsumerConfig.ISOLATION_LEVEL_CONFIG, "read_committed",
                        ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, "earliest",
                        ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, "false"),
                new StringDeserializer(),
                new ByteArrayDeserializer());
        consumer.assign(List.of(new TopicPartition(topics.rounds(), 0), new TopicPartition(topics.rejections(), 0)));
    }

    /** Waits for the result of a version's round. */
    Optional<RoundResult> awaitRound(long version, Duration timeout) {
        long deadline = System.nanoTime() + timeout.toNanos();
        while (!results.containsKey(version) && System.nanoTime() - deadline < 0) {
            poll();
        }
        return Optional.ofNullable(results.get(version));
    }

    /** Updates refused as far as has been read. */
    long rejections() {
        poll();
        return rejections;
    }

    private void poll() {
        for (ConsumerRecord<String, byte[]> record : consumer.poll(POLL)) {
            if (record.topic().equals(topics.rejections())) {
                rejections++;
            } else if (RecordKeys.isRound(record.key())) {
                remember(record);
            }
        }
    }

    private void remember(ConsumerRecord<String, byte[]> record) {
        try {
            RoundResult result = framing.decode(record.value(), RoundResult.class);
            results.put(result.getVersion(), result);
        } catch (UndecodableRecordException e) {
            throw new IllegalStateException("the rounds topic holds a record that this release did not write", e);
        }
    }

    @Override
    public void close() {
        consumer.close();
    }
}
