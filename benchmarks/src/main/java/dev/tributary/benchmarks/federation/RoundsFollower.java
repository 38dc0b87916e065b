package dev.tributary.benchmarks.federation;

import dev.tributary.log.reading.CommittedReader;
import dev.tributary.log.reading.Fetching;
import dev.tributary.schemas.FederationException;
import dev.tributary.schemas.avro.RoundResult;
import dev.tributary.schemas.framing.RecordFraming;
import dev.tributary.schemas.framing.UndecodableRecordException;
import dev.tributary.schemas.topic.RecordKeys;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.apache.kafka.common.TopicPartition;

/** Follows the rounds topic as everybody may: which version is the newest, and how many updates have counted. */
public final class RoundsFollower implements AutoCloseable {

    private final CommittedReader reader;
    private final RecordFraming framing = new RecordFraming();
    private long version;
    private long updates;

    /**
     * @param kafka how to reach the broker
     * @param topic the federation's rounds topic
     */
    public RoundsFollower(Map<String, Object> kafka, String topic) {
        reader = CommittedReader.open(kafka, Fetching.USUAL);
        reader.followFromBeginning(List.of(new TopicPartition(topic, 0)));
    }

    /**
     * Looks for rounds that were published.
     *
     * @param timeout longest time to wait for one
     */
    public void look(Duration timeout) {
        reader.poll(timeout, record -> {
            if (RecordKeys.isRound(record.key())) {
                see(record.value());
            }
        });
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
        reader.close();
    }
}
