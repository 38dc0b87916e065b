package dev.tributary.aggregator.harness;

import dev.tributary.aggregator.recovery.LogReplay;
import java.util.HashMap;
import java.util.Map;
import java.util.TreeMap;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.streams.KeyValue;

/** Partitions that remember every record, for stages that read them again. */
public final class RecordedLog implements LogReplay {

    private final Map<TopicPartition, TreeMap<Long, KeyValue<String, byte[]>>> partitions = new HashMap<>();

    private final int count;

    /** With one partition of each topic. */
    public RecordedLog() {
        this(1);
    }

    /** With as many partitions of each topic. */
    public RecordedLog(int count) {
        this.count = count;
    }

    @Override
    public int partitions(String topic) {
        return count;
    }

    /** Remembers a record. */
    public void append(TopicPartition partition, long offset, KeyValue<String, byte[]> record) {
        partitions.computeIfAbsent(partition, unused -> new TreeMap<>()).put(offset, record);
    }

    @Override
    public void read(TopicPartition partition, long from, long through, RecordVisitor visitor) {
        if (through >= from) {
            partitions
                    .getOrDefault(partition, new TreeMap<>())
                    .subMap(from, true, through, true)
                    .forEach((offset, record) -> visitor.visit(record.key, record.value, offset));
        }
    }
}
