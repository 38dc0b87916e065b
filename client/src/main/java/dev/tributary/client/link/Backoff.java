package dev.tributary.client.link;

import java.time.Duration;
import java.util.random.RandomGenerator;

/**
 * How long to wait after the first, second, … failure in a row: uniform between nothing and a ceiling that doubles
 * ("full jitter", Brooker 2015,
 * <a href="https://aws.amazon.com/blogs/architecture/exponential-backoff-and-jitter/">AWS Architecture Blog</a>), so
 * that clients which failed together do not come back together.
 *
 * <p>Not thread-safe.
 */
public final class Backoff {

    private final RandomGenerator random;
    private final long firstMillis;
    private final long mostMillis;
    private long ceilingMillis;

    /**
     * @param random source of the jitter
     * @param first  ceiling after the first failure, 1 ms or more
     * @param most   greatest ceiling, at least {@code first}
     */
    public Backoff(RandomGenerator random, Duration first, Duration most) {
        if (first.toMillis() < 1 || most.compareTo(first) < 0) {
            throw new IllegalArgumentException(
                    "back-off must be from 1 ms up to a ceiling not below it, was " + first + " to " + most);
        }
        this.random = random;
        this.firstMillis = first.toMillis();
        this.mostMillis = most.toMillis();
        reset();
    }

    /** Forgets the failures: something succeeded. */
    public void reset() {
        ceilingMillis = firstMillis;
    }

    /** Time to wait after one more failure, in whole milliseconds. */
    public Duration nextDelay() {
        Duration delay = Duration.ofMillis(random.nextLong(ceilingMillis + 1));
        ceilingMillis = ceilingMillis > mostMillis / 2 ? mostMillis : 2 * ceilingMillis;
        return delay;
    }
}
