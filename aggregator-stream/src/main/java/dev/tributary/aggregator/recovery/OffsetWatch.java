package dev.tributary.aggregator.recovery;

import dev.tributary.schemas.FederationException;
import java.util.OptionalLong;
import java.util.function.LongSupplier;
import org.apache.kafka.common.TopicPartition;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Follows the offsets of a task's input. Kafka Streams goes to the beginning of a topic, without a word to the
 * processor, when the offset at which it was to go on is no longer there: because retention deleted records before they
 * were read, or because the topic was created anew. The first leaves a gap between two records, the second makes
 * offsets begin again.
 *
 * <p>Before a task has gone on, other things can be: the group's offsets were deleted or set back, and records come that the
 * task has processed, which are passed over; or its memory is an older one than the group's offsets, and there are records
 * between both that it never saw, which stops it.
 *
 * <p>Commit markers of transactions and aborted records leave gaps too, so each gap is compared with where the log
 * begins, at most once a second. Not thread-safe: one instance belongs to one stream task.
 */
public final class OffsetWatch {

    private static final Logger LOG = LoggerFactory.getLogger(OffsetWatch.class);

    private static final long LOOK_INTERVAL_MS = 1000;
    private static final long NONE = -1;

    private final TopicPartition partition;
    private final LogReplay log;
    private final LongSupplier clockMs;
    private final boolean isKnownTopic;
    private long processedThrough;
    private long gapFrom = NONE;
    private long lookedAtMs;
    private boolean hasGoneOn;
    private boolean hasToldOfRepetition;

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
        this.isKnownTopic = !log.topicId(partition.topic()).isEmpty();
    }

    /**
     * Takes the offset of the next record.
     *
     * @param offset its offset
     * @return false if the task has processed the record before, so that it is to be passed over
     * @throws FederationException if what stands there now is another record than was processed, or records were skipped
     *                             that nobody has processed
     */
    public boolean next(long offset) {
        if (offset <= processedThrough) {
            requireSetBack(offset);
            return false;
        }
        if (offset > processedThrough + 1) {
            requireNoneBetween(offset);
            if (gapFrom == NONE) {
                gapFrom = processedThrough + 1;
            }
        }
        hasGoneOn = true;
        processedThrough = offset;
        return true;
    }

    /** Of the same topic, it can only be the group's offsets; they are read at the start of a task, and never later. */
    private void requireSetBack(long offset) {
        if (hasGoneOn || !isKnownTopic) {
            throw new FederationException(partition + " must go on after offset " + processedThrough
                    + ", which was processed, but went on with offset " + offset
                    + "; was the topic created anew, or were the offsets of the aggregator's group set back?");
        }
        if (!hasToldOfRepetition) {
            hasToldOfRepetition = true;
            LOG.warn(
                    "topic={} partition={}: records from offset {} through {} are passed over, since they were processed"
                            + " before; were the offsets of the aggregator's group set back, or deleted?",
                    partition.topic(),
                    partition.partition(),
                    offset,
                    processedThrough);
        }
    }

    private void requireNoneBetween(long offset) {
        // A task without a memory begins where the group says: at the beginning, or where a federation was adopted.
        if (hasGoneOn || !isKnownTopic || processedThrough < 0) {
            return;
        }
        long from = Math.max(processedThrough + 1, log.firstOffset(partition));
        log.read(partition, from, offset - 1, (key, value, skipped) -> {
            throw new FederationException(partition + " must go on with offset " + skipped
                    + ", where the changelogs end, but the group of the aggregator goes on with offset " + offset
                    + "; was an older copy of a changelog restored, or were the group's offsets set forward? Restore the"
                    + " newest, or go on from the newest model, without what was not published yet: tributary federation"
                    + " adopt --discard");
        });
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
