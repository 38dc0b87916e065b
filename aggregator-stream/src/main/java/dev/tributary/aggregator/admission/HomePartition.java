package dev.tributary.aggregator.admission;

import java.nio.charset.StandardCharsets;
import org.apache.kafka.common.utils.Utils;

/**
 * Partition of {@code updates} that a client's records belong in, by Kafka's default for a record with a key: {@code
 * (murmur2(key) & 0x7fffffff) mod P}. Each task remembers the clients of its own partition alone, so that an update that came
 * in several would count in each.
 *
 * @param partition  partition of the task
 * @param partitions P, the partitions of the topic, from 1
 */
public record HomePartition(int partition, int partitions) {

    /** Of the only partition that there is. */
    public static final HomePartition ONLY = new HomePartition(0, 1);

    /**
     * Finds a client's partition.
     *
     * @param clientId key of its records
     * @return number of the partition, from 0
     */
    public int of(String clientId) {
        return Utils.toPositive(Utils.murmur2(clientId.getBytes(StandardCharsets.UTF_8))) % partitions;
    }

    /**
     * Says whether a client's records belong in the partition of the task.
     *
     * @param clientId key of its records
     * @return whether they do
     */
    public boolean isOf(String clientId) {
        return of(clientId) == partition;
    }
}
