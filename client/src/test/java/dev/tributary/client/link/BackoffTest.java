package dev.tributary.client.link;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.time.Duration;
import java.util.SplittableRandom;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Test;

class BackoffTest {

    private static final Duration FIRST = Duration.ofMillis(250);
    private static final Duration MOST = Duration.ofSeconds(30);

    @Test
    void shouldDoubleTheCeilingUpToTheGreatestWhenFailuresFollowEachOther() {
        Backoff backoff = new Backoff(new GreatestDraw(), FIRST, MOST);

        long[] expected = {250, 500, 1000, 2000, 4000, 8000, 16000, 30000, 30000, 30000};

        for (long millis : expected) {
            assertThat(backoff.nextDelay()).isEqualTo(Duration.ofMillis(millis));
        }
    }

    @Test
    void shouldBeginAnewWhenSomethingSucceeded() {
        Backoff backoff = new Backoff(new GreatestDraw(), FIRST, MOST);
        backoff.nextDelay();
        backoff.nextDelay();

        backoff.reset();

        assertThat(backoff.nextDelay()).isEqualTo(FIRST);
    }

    @Test
    void shouldSpreadDelaysOverTheWholeRangeWhenDrawn() {
        Backoff backoff = new Backoff(new SplittableRandom(5), MOST, MOST);
        double sum = 0;
        int draws = 10_000;

        for (int i = 0; i < draws; i++) {
            Duration delay = backoff.nextDelay();
            assertThat(delay).isBetween(Duration.ZERO, MOST);
            sum += delay.toMillis();
        }

        // Uniform: mean 15,000, standard deviation of the mean 30,000 / sqrt(12 * 10,000) = 87; 5 of them (the seed
        // is fixed, so this cannot fail by chance).
        assertThat(sum / draws).isCloseTo(15_000, within(433.0));
    }

    @Test
    void shouldNotOverflowWhenTheGreatestCeilingIsHuge() {
        Backoff backoff = new Backoff(new GreatestDraw(), FIRST, Duration.ofDays(10_000));

        for (int i = 0; i < 100; i++) {
            assertThat(backoff.nextDelay()).isBetween(FIRST, Duration.ofDays(10_000));
        }
    }

    @Test
    void shouldRefuseBoundsWhenTheyAreNoRange() {
        assertThatThrownBy(() -> new Backoff(new GreatestDraw(), Duration.ZERO, MOST))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new Backoff(new GreatestDraw(), MOST, FIRST))
                .isInstanceOf(IllegalArgumentException.class);
    }

    /** Draws the greatest number of each range. */
    private static final class GreatestDraw implements RandomGenerator {

        @Override
        public long nextLong() {
            return Long.MAX_VALUE;
        }

        @Override
        public long nextLong(long bound) {
            return bound - 1;
        }
    }
}
