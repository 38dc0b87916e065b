package dev.tributary.aggregator.round.machine;

/**
 * Times of the open round, in milliseconds of the wall clock.
 *
 * @param openedAtMs   when it opened
 * @param deadlineAtMs its deadline: an instant, not a countdown, so that a stop of the process does not move it
 * @param extensions   how many times the deadline was extended
 */
public record RoundTimes(long openedAtMs, long deadlineAtMs, int extensions) {

    static RoundTimes opened(long nowMs, long deadlineMs) {
        return new RoundTimes(nowMs, nowMs + deadlineMs, 0);
    }

    RoundTimes extended(long nowMs, long deadlineMs) {
        return new RoundTimes(openedAtMs, nowMs + deadlineMs, extensions + 1);
    }

    boolean isOverdue(long nowMs) {
        return nowMs >= deadlineAtMs;
    }
}
