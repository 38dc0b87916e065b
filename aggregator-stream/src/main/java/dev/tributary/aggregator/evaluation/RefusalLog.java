package dev.tributary.aggregator.evaluation;

import java.util.EnumMap;
import java.util.Map;
import java.util.OptionalLong;

/**
 * Says which refused reports are named in the log: the first of a reason, and after that one a minute. Not thread-safe.
 */
final class RefusalLog {

    private static final long INTERVAL_MS = 60_000;

    private final Map<RefusalReason, Entry> entries = new EnumMap<>(RefusalReason.class);

    private static final class Entry {
        private long toldAtMs;
        private long leftOut;
    }

    /**
     * Takes one more.
     *
     * @param reason why it was refused
     * @param nowMs  wall-clock time
     * @return how many of the reason were left out since it was named last, or empty to leave out this one
     */
    OptionalLong admit(RefusalReason reason, long nowMs) {
        Entry entry = entries.get(reason);
        if (entry == null) {
            entry = new Entry();
            entries.put(reason, entry);
        } else if (nowMs - entry.toldAtMs < INTERVAL_MS) {
            entry.leftOut++;
            return OptionalLong.empty();
        }
        long leftOut = entry.leftOut;
        entry.leftOut = 0;
        entry.toldAtMs = nowMs;
        return OptionalLong.of(leftOut);
    }
}
