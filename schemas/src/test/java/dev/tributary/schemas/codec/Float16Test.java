package dev.tributary.schemas.codec;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class Float16Test {

    @Test
    void shouldKeepEveryFiniteBitPatternWhenReadAndWritten() {
        for (int bits = 0; bits < 1 << Short.SIZE; bits++) {
            if ((bits & Float16.MAGNITUDE_MASK) < Float16.INFINITY_BITS) {
                assertThat(Float16.bitsOf(Float16.valueOf(bits))).isEqualTo(bits);
            }
        }
    }

    @Test
    void shouldReadWhatTheDefinitionSays() {
        for (int bits = 0; bits < Float16.INFINITY_BITS; bits++) {
            int exponent = bits >>> 10;
            int fraction = bits & 0x3ff;
            double expected = exponent == 0 ? fraction * 0x1p-24 : (1 + fraction / 1024.0) * Math.pow(2, exponent - 15);
            assertThat((double) Float16.valueOf(bits)).isEqualTo(expected);
            assertThat((double) Float16.valueOf(bits | 0x8000)).isEqualTo(-expected);
        }
    }

    @Test
    void shouldRoundToTheNearerNeighbourAndTiesToEvenWhenBetweenTwo() {
        for (int bits = 0; bits < Float16.INFINITY_BITS - 1; bits++) {
            float below = Float16.valueOf(bits);
            float above = Float16.valueOf(bits + 1);
            // Exact: binary32 has 13 more bits of fraction.
            float middle = below + (above - below) / 2;
            assertThat(Float16.bitsOf(middle)).isEqualTo(bits % 2 == 0 ? bits : bits + 1);
            assertThat(Float16.bitsOf(Math.nextDown(middle))).isEqualTo(bits);
            assertThat(Float16.bitsOf(Math.nextUp(middle))).isEqualTo(bits + 1);
        }
    }

    @Test
    void shouldNeverBecomeInfiniteWhenValueIsFinite() {
        SplittableRandom random = new SplittableRandom(1);
        for (int i = 0; i < 100_000; i++) {
            float value = Float.intBitsToFloat(random.nextInt());
            if (Float.isFinite(value)) {
                assertThat(Float16.bitsOf(value) & Float16.MAGNITUDE_MASK).isLessThan(Float16.INFINITY_BITS);
            }
        }
        assertThat(Float16.valueOf(Float16.bitsOf(Float.MAX_VALUE))).isEqualTo(Float16.MAX_VALUE);
    }
}
