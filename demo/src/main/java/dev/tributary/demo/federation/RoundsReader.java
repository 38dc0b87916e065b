package dev.tributary.demo.federation;

import dev.tributary.log.reading.CommittedReader;
import dev.tributary.log.reading.Fetching;
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
import org.apache.kafka.clients.CommonClientConfigs;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.TopicPartition;

/** Follows the topics of rounds and rejections. Not thread-safe. */
final class RoundsReader implements AutoCloseable {

    private static final Duration POLL = Duration.ofMillis(100);

    private final CommittedReader reader;
    private final FederationTopics topics;
    private final RecordFraming framing = new RecordFraming();
    private final Map<Long, RoundResult> results = new TreeMap<>();
    private long rejections;

    RoundsReader(String bootstrapServers, FederationTopics topics) {
        this.topics = topics;
        reader = CommittedReader.open(
                Map.of(CommonClientConfigs.BOOTSTRAP_SERVERS_CONFIG, bootstrapServers), Fetching.USUAL);
        reader.followFromBeginning(
                List.of(new TopicPartition(topics.rounds(), 0), new TopicPartition(topics.rejections(), 0)));
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
        reader.poll(POLL, record -> {
            if (record.topic().equals(topics.rejections())) {
                rejections++;
            } else if (RecordKeys.isRound(record.key())) {
                remember(record);
            }
        });
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
        reader.close();
    }
}
