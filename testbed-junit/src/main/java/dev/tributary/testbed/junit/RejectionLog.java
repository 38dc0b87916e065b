package dev.tributary.testbed.junit;

import dev.tributary.log.reading.CommittedReader;
import dev.tributary.log.reading.Fetching;
import dev.tributary.log.reading.OffsetRange;
import dev.tributary.log.reading.Patience;
import dev.tributary.log.registry.Framings;
import dev.tributary.schemas.FederationException;
import dev.tributary.schemas.avro.Rejection;
import dev.tributary.schemas.framing.RecordFraming;
import dev.tributary.schemas.framing.UndecodableRecordException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.kafka.common.TopicPartition;

/**
 * The committed records of the rejections topic, from its beginning to its end.
 *
 * @param kafka how to reach the cluster, by Kafka's names
 * @param topic the topic, of one partition
 */
record RejectionLog(Map<String, Object> kafka, String topic) {

    /**
     * Reads all of it.
     *
     * @throws FederationException if that takes longer, or a record is none of ours
     */
    List<Rejection> read(Duration timeout) {
        TopicPartition partition = new TopicPartition(topic, 0);
        RecordFraming framing = Framings.of(kafka).newFraming();
        List<Rejection> rejections = new ArrayList<>();
        try (CommittedReader reader = CommittedReader.open(kafka, Fetching.USUAL)) {
            OffsetRange range = reader.range(partition, timeout);
            reader.read(
                    partition,
                    range.begin(),
                    range.end(),
                    Patience.inAll(timeout),
                    record -> rejections.add(decode(framing, record.value())));
        }
        return rejections;
    }

    private Rejection decode(RecordFraming framing, byte[] value) {
        try {
            return framing.decode(value, Rejection.class);
        } catch (UndecodableRecordException e) {
            throw new FederationException("records of topic " + topic + " must be rejections: " + e.getMessage(), e);
        }
    }
}
