package dev.tributary.log.registry;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class LookupBudgetTest {

    private final AtomicLong nanos = new AtomicLong(Long.MAX_VALUE - 5);
    private final LookupBudget budget = new LookupBudget(nanos::get);

    @Test
    void shouldAllowABurstAndThenOneASecondWhenLookupsAreFast() {
        assertThat(lookUpFor(Duration.ofSeconds(0), Duration.ZERO)).isEqualTo(40);
        assertThat(lookUpFor(Duration.ofSeconds(60), Duration.ofMillis(1))).isBetween(55, 61);
    }

    @Test
    void shouldAskOnceInLongWhenLookupsAreSlow() {
        assertThat(lookUpFor(Duration.ofSeconds(400), Duration.ofSeconds(5))).isBetween(4, 6);
    }

    /** Asks whenever it is allowed, over so much time; returns how many times that was. */
    private int lookUpFor(Duration time, Duration each) {
        int lookups = 0;
        long end = nanos.get() + time.toNanos();
        do {
            while (budget.allows()) {
                nanos.addAndGet(each.toNanos());
                budget.spend(each.toNanos());
                lookups++;
            }
            nanos.addAndGet(Duration.ofMillis(10).toNanos());
        } while (nanos.get() - end < 0);
        return lookups;
    }
}
