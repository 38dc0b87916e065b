package dev.tributary.log.registry;

import java.time.Duration;
import java.util.function.LongSupplier;

/**
 * Keeps the lookups that records cause to a share of the time, since whoever may write a record may write any id into
 * it. A fast registry is asked for about one unknown id a second, after a first burst of forty; one that takes two
 * seconds to fail is asked every forty, so that the thread that asks goes on with its work in between.
 *
 * <p>Not thread-safe.
 */
final class LookupBudget {

    /** One twentieth of the time. */
    private static final int SHARE = 20;

    private static final long MOST_NANOS = Duration.ofSeconds(2).toNanos();
    private static final long LEAST_COST_NANOS = Duration.ofMillis(50).toNanos();

    private final LongSupplier nanoTime;
    private long credit = MOST_NANOS;
    private long creditedAt;

    LookupBudget(LongSupplier nanoTime) {
        this.nanoTime = nanoTime;
        this.creditedAt = nanoTime.getAsLong();
    }

    /** Says whether a lookup may begin now. */
    boolean allows() {
        long now = nanoTime.getAsLong();
        credit = Math.min(MOST_NANOS, credit + (now - creditedAt) / SHARE);
        creditedAt = now;
        return credit > 0;
    }

    /** Takes note of a lookup that took so long. */
    void spend(long nanos) {
        credit -= Math.max(nanos, LEAST_COST_NANOS);
    }
}
