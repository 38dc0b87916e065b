package dev.tributary.benchmarks.pipeline;

import com.sun.management.OperatingSystemMXBean;
import dev.tributary.benchmarks.federation.BenchFederation;
import java.lang.management.ManagementFactory;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

/**
 * What reading alone takes: a {@code read_committed} consumer that does nothing with what it reads. It fetches as the
 * aggregator does, since Kafka's default of 1 MiB a partition would hold it up where records have that size.
 */
final class BareConsumer {

    private static final int FETCH_BYTES = 16 << 20;
    private static final int PARTITION_FETCH_BYTES = 8 << 20;

    private BareConsumer() {}

    /**
     * What was read.
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
        config.put(ConsumerConfig.ISOLATION_LEVEL_CONFIG, "read_committed");
        config.put(ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, "false");
        config.put(ConsumerConfig.FETCH_MAX_BYTES_CONFIG, FETCH_BYTES);
        config.put(ConsumerConfig.MAX_PARTITION_FETCH_BYTES_CONFIG, PARTITION_FETCH_BYTES);
        List<TopicPartition> partitions = IntStream.range(0, federation.plan().partitions())
                .mapToObj(partition -> new TopicPartition(federation.topics().updates(), partition))
                .toList();
        try (Consumer<byte[], byte[]> consumer =
                new KafkaConsumer<>(config, new ByteArrayDeserializer(), new ByteArrayDeserializer())) {
            consumer.assign(partitions);
            consumer.seekToBeginning(partitions);
            // Connects and learns the leaders, which is no part of reading.
            partitions.forEach(consumer::position);
            long records = consumer.endOffsets(partitions).values().stream()
                    .mapToLong(Long::longValue)
                    .sum();
            return read(consumer, records);
        }
    }

    private static Reading read(Consumer<byte[], byte[]> consumer, long records) {
        long cpuBefore = cpuNanos();
        long startedAt = System.nanoTime();
        long bytes = 0;
        long left = records;
        while (left > 0) {
            for (ConsumerRecord<byte[], byte[]> record : consumer.poll(Duration.ofSeconds(1))) {
                bytes += record.serializedKeySize() + record.serializedValueSize();
                left--;
            }
        }
        return new Reading(bytes, (System.nanoTime() - startedAt) / 1e9, (cpuNanos() - cpuBefore) / 1e9);
    }

    private static long cpuNanos() {
        return ((OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean()).getProcessCpuTime();
    }
}
