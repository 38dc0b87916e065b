package dev.tributary.client.training;

import java.time.Duration;

/**
 * When to train on a version again whose delta could not be sent. Nobody may be able to publish a newer version without
 * this client, so it must not wait for one alone: it tries after {@value #FIRST_SECONDS} s, and after twice as long each
 * time, at most {@value #MOST_SECONDS} s. A newer version ends that.
 *
 * <p>Not thread-safe.
 */
public final class TrainingPause {

    /** First pause: what made the delta useless may be mended by then, and a newer version may have come. */
    public static final long FIRST_SECONDS = 30;

    /** Longest pause: a training that ends the same way each time then costs little. */
    public static final long MOST_SECONDS = 600;

    private static final long NEVER = Long.MAX_VALUE;

    private long nextSeconds = FIRST_SECONDS;
    private long dueAtMs = NEVER;

    /** Begins without a pause. */
    public TrainingPause() {}

    /**
     * Begins the next pause, longer than the one before.
     *
     * @param nowMs wall-clock time
     * @return its length
     */
    public Duration begin(long nowMs) {
        Duration pause = Duration.ofSeconds(nextSeconds);
        dueAtMs = nowMs + pause.toMillis();
        nextSeconds = Math.min(MOST_SECONDS, 2 * nextSeconds);
        return pause;
    }

    /**
     * Says whether a pause is over. Once: it is then none any more.
     *
     * @param nowMs wall-clock time
     * @return whether to train again
     */
    public boolean isOver(long nowMs) {
        if (nowMs < dueAtMs) {
            return false;
        }
        dueAtMs = NEVER;
        return true;
    }

    /** Forgets the pause: a newer version has come. */
    public void forget() {
        dueAtMs = NEVER;
        nextSeconds = FIRST_SECONDS;
    }
}
