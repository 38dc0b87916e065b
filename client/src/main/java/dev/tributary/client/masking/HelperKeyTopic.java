package dev.tributary.client.masking;

import dev.tributary.log.reading.CommittedReader;
import dev.tributary.log.reading.Fetching;
import dev.tributary.log.reading.Patience;
import dev.tributary.schemas.FederationException;
import dev.tributary.schemas.avro.HelperKey;
import dev.tributary.schemas.framing.RecordFraming;
import dev.tributary.schemas.framing.UndecodableRecordException;
import java.time.Duration;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.TimeoutException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The keys that stand on the topic {@code helper-keys}, whoever wrote them. Belongs to the client's thread. */
final class HelperKeyTopic implements Supplier<Collection<HelperKey>>, AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(HelperKeyTopic.class);
    /** A handful of records: a broker that is there answers long before. */
    private static final Patience PATIENCE = Patience.ofSilence(Duration.ofSeconds(5));

    private final Map<String, Object> kafka;
    private final TopicPartition partition;
    private final RecordFraming framing;
    private final Map<String, HelperKey> keys = new LinkedHashMap<>();
    private CommittedReader reader;

    HelperKeyTopic(Map<String, Object> kafka, String topic, RecordFraming framing) {
        this.kafka = kafka;
        this.partition = new TopicPartition(topic, 0);
        this.framing = framing;
    }

    /**
     * Reads the records since the last call.
     *
     * @return the newest announcement under each key id
     * @throws KafkaException if the topic cannot be read now; the next call starts afresh
     */
    @Override
    public Collection<HelperKey> get() {
        try {
            open().catchUp(partition, PATIENCE, record -> take(record.key(), record.value()));
            return List.copyOf(keys.values());
        } catch (FederationException e) {
            close();
            // The reader says so when the broker took too long. It was there at the start, so it will come back.
            throw new TimeoutException(e.getMessage(), e);
        } catch (KafkaException e) {
            close();
            throw e;
        }
    }

    private CommittedReader open() {
        if (reader == null) {
            keys.clear();
            reader = CommittedReader.open(kafka, Fetching.USUAL);
            reader.followFromBeginning(List.of(partition));
        }
        return reader;
    }

    private void take(String keyId, byte[] value) {
        if (value == null) {
            keys.remove(keyId);
            return;
        }
        try {
            HelperKey key = framing.decode(value, HelperKey.class);
            keys.put(keyId, key);
        } catch (UndecodableRecordException e) {
            LOG.warn("record {} of topic {} is passed over: {}", keyId, partition.topic(), e.getMessage());
        }
    }

    @Override
    public void close() {
        if (reader != null) {
            reader.close();
            reader = null;
        }
    }
}
