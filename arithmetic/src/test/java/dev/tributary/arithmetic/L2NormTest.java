package dev.tributary.arithmetic;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class L2NormTest {

    @Test
    void shouldBeRootOfSumOfSquaresWhenValuesAreOrdinary() {
        assertThat(L2Norm.of(new float[] {3, -4})).isEqualTo(5);
        assertThat(L2Norm.of(new float[] {1, 2, 3, 4, 5, 6, 7})).isEqualTo(Math.sqrt(140));
        assertThat(L2Norm.of(new float[0])).isZero();
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 4, 5, 6, 7, 8, 9, 1001, 1002, 1003})
    void shouldCountEachValueWhenLengthIsNoMultipleOfFour(int length) {
        float[] ones = new float[length];
        Arrays.fill(ones, -1);

        assertThat(L2Norm.of(ones)).isEqualTo(Math.sqrt(length), within(1e-12));
    }

    @ParameterizedTest
    @ValueSource(floats = {Float.NaN, Float.POSITIVE_INFINITY, Float.NEGATIVE_INFINITY})
    void shouldNotBeFiniteWhenAnyValueIsNot(float odd) {
        for (int at = 0; at < 7; at++) {
            float[] vector = {1, 2, 3, 4, 5, 6, 7};
            vector[at] = odd;
            assertThat(L2Norm.of(vector)).matches(norm -> !Double.isFinite(norm));
        }
    }

    @Test
    void shouldStayFiniteWhenAllValuesAreHuge() {
        float[] huge = new float[1_000_000];
        Arrays.fill(huge, Float.MAX_VALUE);

        assertThat(L2Norm.of(huge)).isEqualTo(1000.0 * Float.MAX_VALUE, within(1e33));
    }

    @Test
    void shouldNotVanishWhenValuesAreSubnormal() {
        assertThat(L2Norm.of(new float[] {Float.MIN_VALUE})).isEqualTo(Float.MIN_VALUE);
    }
}
