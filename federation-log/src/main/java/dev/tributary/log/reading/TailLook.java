package dev.tributary.log.reading;

import java.util.Optional;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/**
 * One look at the tail of a partition, in the order of its offsets.
 *
 * @param <T> type of the thing looked for
 */
public interface TailLook<T> {

    /**
     * Takes the next record of the tail.
     *
     * @param record the record
     */
    void accept(ConsumerRecord<String, byte[]> record);

    /**
     * Gives the newest of the things looked for, once the tail was taken.
     *
     * @return it, or empty if it lies further back
     */
    Optional<T> found();

    /**
     * Says where the next look begins: by default four times as far back, so that the records read in all stay within a
     * small multiple of those needed.
     *
     * @param from offset at which this look began
     * @param end  offset after the tail
     * @return an offset below {@code from}; may lie before the partition's beginning
     */
    default long nextFrom(long from, long end) {
        return end - 4 * (end - from);
    }
}
