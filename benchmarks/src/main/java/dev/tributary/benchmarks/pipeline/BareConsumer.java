package dev.tributary.benchmarks.pipeline;

import com.sun.management.OperatingSystemMXBean;
import dev.tributary.benchmarks.federation.BenchFederation;
import dev.tributary.log.reading.CommittedReader;
import dev.tributary.log.reading.Fetching;
import java.lang.management.ManagementFactory;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.TopicPartition;

/**
 * The time of reading alone: a {@code read_committed} consumer that does nothing with its records. It fetches as the
 * aggregator does, since Kafka's default of 1 MiB a partition would hold it up where records have that size.
 */
final class BareConsumer {

    private static final int FETCH_BYTES = 16 << 20;
    private static final int PARTITION_FETCH_BYTES = 8 << 20;

    private static final Duration LIMIT = Duration.ofSeconds(60);

    private BareConsumer() {}

    /**
     * Figures of the reading.
     *
     * @param bytes   values and keys
     * @param seconds from the first poll to the last record
     * @param cpuSeconds time that this JVM had a processor meanwhile
     */
    record Reading(long bytes, double seconds, double cpuSeconds) {

        double megabytesPerSecond() {
            return bytes / seconds / 1e6;
        }
    }

    /** Reads the updates topic from beginning to end. */
    static Reading read(BenchFederation federation) {
        Map<String, Object> config = new HashMap<>(federation.kafka());
        config.put(ConsumerConfig.FETCH_MAX_BYTES_CONFIG, FETCH_BYTES);
        config.put(ConsumerConfig.MAX_PARTITION_FETCH_BYTES_CONFIG, PARTITION_FETCH_BYTES);
        try (CommittedReader reader = CommittedReader.open(config, Fetching.USUAL)) {
            List<TopicPartition> partitions =
                    reader.partitions(federation.topics().updates(), LIMIT);
            long records = 0;
            for (TopicPartition partition : partitions) {
                records += reader.range(partition, LIMIT).end();
            }
            reader.followFromBeginning(partitions);
            return read(reader, records);
        }
    }

    private static Reading read(CommittedReader reader, long records) {
        long cpuBefore = cpuNanos();
        long startedAt = System.nanoTime();
        Tally tally = new Tally();
        while (tally.records < records) {
            reader.poll(Duration.ofSeconds(1), tally::add);
        }
        return new Reading(tally.bytes, (System.nanoTime() - startedAt) / 1e9, (cpuNanos() - cpuBefore) / 1e9);
    }

    /** Records and bytes read so far. */
    private static final class Tally {

        private long records;
        private long bytes;

        private void add(ConsumerRecord<String, byte[]> record) {
            records++;
            bytes += record.serializedKeySize() + record.serializedValueSize();
        }
    }

    private static long cpuNanos() {
        return ((OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean()).getProcessCpuTime();
    }
}
