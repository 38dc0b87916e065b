package dev.tributary.aggregator.combining;

import java.util.function.Consumer;

/** The write-ahead log of the open round: has the partial sums that had joined it, for a restart. */
public interface PartialLog {

    /**
     * Gives them again, in the order in which they were made.
     *
     * @param from    offset of the first one
     * @param through last offset that was processed; nothing is read if it is below the first
     * @param visitor takes each at once, and does not keep it
     * @return offset of the first partial sum that is not whole yet, else the one after the last
     */
    long read(long from, long through, Consumer<ReceivedPartial> visitor);
}
