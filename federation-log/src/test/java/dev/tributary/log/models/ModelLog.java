package dev.tributary.log.models;

import dev.tributary.schemas.globalmodel.GlobalModel;
import dev.tributary.schemas.globalmodel.ModelFixtures;
import dev.tributary.schemas.globalmodel.ModelRecords;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.MockConsumer;
import org.apache.kafka.common.TopicPartition;

/**
 * The model topic's only partition as a {@code read_committed} consumer sees it, and Kafka's own {@link MockConsumer}
 * on it. MockConsumer forgets records that it has given out; this one gives them again after a seek, and moves its
 * position over offsets that hold no record (commit markers, aborted transactions, compaction), as a real one does.
 */
public final class ModelLog extends MockConsumer<String, byte[]> {

    public static final String TOPIC = "fl.digits.model";

    private static final TopicPartition PARTITION = new TopicPartition(TOPIC, 0);
    private static final int RECORDS_PER_POLL = 7;

    private final TreeMap<Long, ConsumerRecord<String, byte[]>> log = new TreeMap<>();
    private long begin;
    private long end;
    private long recordsRead;
    private boolean isStalled;

    public ModelLog() {
        super("earliest");
        tellOffsets();
    }

    /** Writes a version in a transaction of its own, and tombstones of another; -1 for none. */
    void publish(GlobalModel model, long expiring) {
        ModelRecords records = ModelFixtures.modelRecords();
        if (expiring >= 0) {
            ModelRecords.expire(expiring, records.chunkCount(4L * model.parameters().length), this::append);
        }
        records.write(model, this::append);
        skip(1);
    }

    /** Writes records in a transaction of its own. */
    void publish(Map<String, byte[]> records) {
        records.forEach(this::append);
        skip(1);
    }

    public void append(String key, byte[] value) {
        log.put(end, new ConsumerRecord<>(TOPIC, 0, end, key, value));
        skip(1);
    }

    /** Leaves offsets that hold no record: markers and records of aborted transactions. */
    public void skip(long offsets) {
        end += offsets;
        tellOffsets();
    }

    /** Removes what a later record of the same key replaces, and tombstones too. */
    void compact() {
        Set<String> seen = new HashSet<>();
        for (Long offset : new ArrayList<>(log.descendingKeySet())) {
            ConsumerRecord<String, byte[]> record = log.get(offset);
            if (!seen.add(record.key()) || record.value() == null) {
                log.remove(offset);
            }
        }
    }

    /** Removes the beginning of the log. */
    public void truncateBefore(long offset) {
        log.headMap(offset).clear();
        begin = offset;
        tellOffsets();
    }

    void removeKey(String key) {
        log.values().removeIf(record -> record.key().equals(key));
    }

    /** Makes polls return nothing, as when the broker is away. */
    public void stall(boolean stalled) {
        isStalled = stalled;
    }

    public long endOffset() {
        return end;
    }

    /** Counts the records that consumers were given since the last call. */
    public long takeRecordsRead() {
        long read = recordsRead;
        recordsRead = 0;
        return read;
    }

    @Override
    public synchronized ConsumerRecords<String, byte[]> poll(Duration timeout) {
        List<ConsumerRecord<String, byte[]>> next = isStalled ? List.of() : next();
        next.forEach(this::addRecord);
        ConsumerRecords<String, byte[]> records = super.poll(timeout);
        recordsRead += records.count();
        if (records.isEmpty() && !isStalled && next().isEmpty() && position(PARTITION) < end) {
            seek(PARTITION, end);
        }
        return records;
    }

    private List<ConsumerRecord<String, byte[]>> next() {
        return log.tailMap(position(PARTITION)).values().stream()
                .limit(RECORDS_PER_POLL)
                .toList();
    }

    private void tellOffsets() {
        updateBeginningOffsets(Map.of(PARTITION, begin));
        updateEndOffsets(Map.of(PARTITION, end));
    }
}
