package dev.tributary.aggregator.combining;

import java.time.Duration;

/**
 * When an open partial sum is forwarded that has not reached its number of updates.
 *
 * <p>A partial sum is a whole model to write, to read and to add, however few updates are in it. So while updates keep
 * coming it waits for more of them, the longer the larger it is; once they stop, it waits no longer than the setting
 * says. Small models are forwarded by the setting alone.
 *
 * @param interval    setting {@code combining.interval}
 * @param longestWait longest time that it waits while updates keep coming; not shorter than the interval
 */
public record ForwardingPolicy(Duration interval, Duration longestWait) {

    /**
     * Bytes of partial sums that a task writes in a second at most, while updates keep coming: 54,314 parameters are
     * forwarded by the setting's 200 ms, 1,663,370 after 3.3 s unless they are complete before.
     */
    static final long BYTES_PER_SECOND = 4_000_000;

    /** So that what was admitted well before a round's deadline counts in that round. */
    static final int WAITS_PER_DEADLINE = 4;

    /**
     * Makes the policy of a task.
     *
     * @param interval   setting {@code combining.interval}
     * @param deadline   setting {@code round.deadline}
     * @param parameters length of the model
     * @return the policy
     */
    public static ForwardingPolicy of(Duration interval, Duration deadline, int parameters) {
        long bytes = (long) parameters * Double.BYTES;
        Duration byBytes = Duration.ofMillis(bytes * 1000 / BYTES_PER_SECOND);
        Duration byDeadline = deadline.dividedBy(WAITS_PER_DEADLINE);
        Duration wanted = byBytes.compareTo(byDeadline) < 0 ? byBytes : byDeadline;
        return new ForwardingPolicy(interval, wanted.compareTo(interval) > 0 ? wanted : interval);
    }

    /**
     * Decides.
     *
     * @param nowMs          wall-clock time
     * @param firstAddedAtMs when its first update was added
     * @param lastRecordAtMs when the task processed its last record
     * @return whether it is to be forwarded now
     */
    public boolean isDue(long nowMs, long firstAddedAtMs, long lastRecordAtMs) {
        long waitedMs = nowMs - firstAddedAtMs;
        boolean isQuiet = nowMs - lastRecordAtMs >= interval.toMillis();
        return waitedMs >= longestWait.toMillis() || waitedMs >= interval.toMillis() && isQuiet;
    }
}
