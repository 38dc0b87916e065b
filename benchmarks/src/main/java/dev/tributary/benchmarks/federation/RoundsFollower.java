package dev.tributary.benchmarks.federation;

import dev.tributary.schemas.FederationException;
import dev.tributary.schemas.avro.RoundResult;
import dev.tributary.schemas.framing.RecordFraming;
import dev.tributary.schemas.framing.UndecodableRecordException;
import dev.tributary.schemas.topic.RecordKeys;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.CloseOptions;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.StringDeserializer;

/** Follows the rounds topic as everybody may: which version is the newest, and how many updates have counted. */
public final class RoundsFollower implements AutoCloseable {

    private final Consumer<String, byte[]> consumer;
    private final TopicPartition partition;
    private final RecordFraming framing = new RecordFraming();
    private long version;
    private long updates;

    /**
     * @param kafka how to reach the broker
     * @param topic the federation's rounds topic
     */
    public RoundsFollower(Map<String, Object> kafka, String topic) {
        Map<String, Object> config = new HashMap<>(kafka);
        config.put(ConsumerConfig.ISOLATION_LEVEL_CONFIG, "read_committed");
        config.put(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, "earliest");
        config.put(ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, "false");
        consumer = new KafkaConsumer<>(config, new StringDeserializer(), new ByteArrayDeserializer());
        partition = new TopicPartition(topic, 0);
        consumer.assign(List.of(partition));
        consumer.seekToBeginning(List.of(partition));
    }

    /**
     * Looks for rounds that were published.
     *
     * @param timeout longest time to wait for one
     */
    public void look(Duration timeout) {
        for (ConsumerRecord<String, byte[]> record : consumer.poll(timeout)) {
            if (RecordKeys.isRound(record.key())) {
                see(record.value());
            }
        }
    }

    private void see(byte[] value) {
        try {
            RoundResult result = framing.decode(value, RoundResult.class);
            version = Math.max(version, result.getVersion());
            updates += result.getUpdateCount();
        } catch (UndecodableRecordException e) {
            throw new FederationException("the rounds topic must hold what the aggregator wrote: " + e.getMessage(), e);
        }
    }

    /**
     * Names the newest version.
     *
     * @return the greatest version seen, 0 before the first round
     */
    public long version() {
        return version;
    }

    /**
     * Counts the updates.
     *
     * @return updates in all versions seen
     */
    public long updates() {
        return updates;
    }

    @Override
    public void close() {
        consumer.close(CloseOptions.timeout(Duration.ZERO));
    }
}
