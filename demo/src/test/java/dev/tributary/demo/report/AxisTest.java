package dev.tributary.demo.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class AxisTest {

    @Test
    void shouldEndAtTicksWhenCoveringARange() {
        Axis axis = Axis.covering(0.63, 1, 6);

        assertThat(axis.min()).isCloseTo(0.6, within(1e-12));
        assertThat(axis.max()).isCloseTo(1, within(1e-12));
        assertThat(axis.ticks()).hasSize(5);
        assertThat(axis.decimals()).isEqualTo(1);
        assertThat(axis.position(0.8)).isCloseTo(0.5, within(1e-12));
    }

    @ParameterizedTest(name = "seed {0}")
    @ValueSource(longs = {1, 2, 3, 4, 5})
    void shouldCoverAnyRangeWithFewTicks(long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        for (int i = 0; i < 1_000; i++) {
            double low = random.nextDouble(-1, 1) * Math.pow(10, random.nextInt(-4, 6));
            double high = low + Math.pow(10, random.nextInt(-6, 6)) * random.nextDouble(0.1, 1);
            Axis axis = Axis.covering(low, high, 6);
            double slack = 1e-6 * axis.step();
            assertThat(axis.min()).isLessThanOrEqualTo(low + slack);
            assertThat(axis.max()).isGreaterThanOrEqualTo(high - slack);
            assertThat(axis.ticks()).hasSizeBetween(2, 8);
        }
    }

    @Test
    void shouldBeOneStepLongWhenRangeIsAPoint() {
        Axis axis = Axis.covering(0, 0, 5);

        assertThat(axis.max()).isGreaterThan(axis.min());
        assertThat(axis.ticks()).hasSizeGreaterThanOrEqualTo(2);
    }

    @Test
    void shouldTickWholeNumbersOnlyWhenCounting() {
        assertThat(Axis.counting(1, 1, 10).ticks()).containsExactly(1.0);
        assertThat(Axis.counting(1, 3, 10).ticks()).containsExactly(1.0, 2.0, 3.0);
        assertThat(Axis.counting(1, 500, 10).ticks())
                .containsExactly(50.0, 100.0, 150.0, 200.0, 250.0, 300.0, 350.0, 400.0, 450.0, 500.0);
        assertThat(Axis.counting(1, 1, 10).position(1)).isEqualTo(0.5);
    }
}
