package dev.tributary.aggregator.recovery;

import dev.tributary.schemas.FederationException;
import java.util.OptionalLong;
import java.util.function.LongSupplier;
import org.apache.kafka.common.TopicPartition;

/**
 * Follows the offsets of a task's input. Kafka Streams goes to the beginning of a topic, without a word to the
 * processor, when the offset at which it was to go on is no longer there: because retention deleted records before they
 * were read, or because the topic was created anew. The first leaves a gap between two records, the second makes
 * offsets begin again.
 *
 * <p>Commit markers of transactions and aborted records leave gaps too, so each gap is compared with where the log
 * begins, at most once a second. Not thread-safe: one instance belongs to one stream task.
 */
public final class OffsetWatch {

    private static final long LOOK_INTERVAL_MS = 1000;
    private static final long NONE = -1;

    private final TopicPartition partition;
    private final LogReplay log;
    private final LongSupplier clockMs;
    private long processedThrough;
    private long gapFrom = NONE;
    private long lookedAtMs;

    /**
     * @param partition        the input
     * @param log              knows where it begins
     * @param processedThrough last offset that was processed, or -1
     * @param clockMs          wall-clock time
     */
    public OffsetWatch(TopicPartition partition, LogReplay log, long processedThrough, LongSupplier clockMs) {
        this.partition = partition;
        this.log = log;
        this.processedThrough = processedThrough;
        this.clockMs = clockMs;
        this.lookedAtMs = clockMs.getAsLong() - LOOK_INTERVAL_MS;
    }

    /**
     * Takes the offset of the next record.
     *
     * @param offset its offset
     * @throws FederationException if it was processed before: another record stands there now
     */
    public void next(long offset) {
        if (offset <= processedThrough) {
            throw new FederationException(partition + " must go on after offset " + processedThrough
                    + ", which was processed, but went on with offset " + offset
                    + "; was the topic created anew, or were the offsets of the aggregator's group set back?");
        }
        if (offset > processedThrough + 1 && gapFrom == NONE) {
            gapFrom = processedThrough + 1;
        }
        processedThrough = offset;
    }

    /**
     * Tells which offset was processed last.
     *
     * @return the offset, or -1
     */
    public long processedThrough() {
        return processedThrough;
    }

    /**
     * Looks, if there was a gap, whether it was deleted before it was read. To be called often.
     *
     * @return how many offsets were lost since the last answer, or empty if none
     */
    public OptionalLong lostOffsets() {
        long now = clockMs.getAsLong();
        if (gapFrom == NONE || now - lookedAtMs < LOOK_INTERVAL_MS) {
            return OptionalLong.empty();
        }
        lookedAtMs = now;
        long from = gapFrom;
        gapFrom = NONE;
        // What was deleted since, beyond the last record that was processed, is not lost yet.
        long lostThrough = Math.min(log.firstOffset(partition), processedThrough) - 1;
        return lostThrough < from ? OptionalLong.empty() : OptionalLong.of(lostThrough - from + 1);
    }
}
