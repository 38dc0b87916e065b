package dev.tributary.arithmetic;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.SplittableRandom;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class WeightedSumTest {

    static LongStream seeds() {
        return LongStream.rangeClosed(1, 20);
    }

    @Test
    void shouldAddWeightedDeltasWhenTheyCome() {
        WeightedSum sum = new WeightedSum(3);
        sum.add(new float[] {1, 2, 3}, 2);
        sum.add(new float[] {-1, 0, 1}, 0.5);

        assertThat(sum.values()).containsExactly(1.5, 4, 6.5);
    }

    @Test
    void shouldKeepWhatAFloatWouldLoseWhenSumIsLarge() {
        WeightedSum sum = new WeightedSum(1);
        sum.add(new float[] {1}, 1e9);
        sum.add(new float[] {1}, 1);

        assertThat(sum.values()).containsExactly(1_000_000_001.0);
    }

    @Test
    void shouldBeEmptyWhenReset() {
        WeightedSum sum = new WeightedSum(2);
        sum.add(new float[] {1, 2}, 3);
        sum.reset();
        sum.add(new float[] {1, 1}, 1);

        assertThat(sum.values()).containsExactly(1, 1);
    }

    @ParameterizedTest(name = "seed {0}")
    @MethodSource("seeds")
    void shouldNotDependOnOrderBeyondRoundingWhenDeltasAreShuffled(long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        WeightedSum forwards = new WeightedSum(1);
        WeightedSum backwards = new WeightedSum(1);
        float[] deltas = new float[100];
        for (int i = 0; i < deltas.length; i++) {
            deltas[i] = (float) random.nextDouble(-1, 1);
            forwards.add(new float[] {deltas[i]}, 1);
        }
        for (int i = deltas.length - 1; i >= 0; i--) {
            backwards.add(new float[] {deltas[i]}, 1);
        }

        // 100 additions of values below 1: each rounds by at most half an ulp of 100.
        assertThat(backwards.values()[0]).isEqualTo(forwards.values()[0], within(100 * Math.ulp(100.0)));
    }

    @Test
    void shouldRefuseDeltaAndStayAsItWasWhenLengthDiffers() {
        WeightedSum sum = new WeightedSum(2);

        assertThatThrownBy(() -> sum.add(new float[3], 1)).hasMessage("delta must have 2 values, had 3");
        assertThat(sum.values()).containsExactly(0, 0);
    }

    @ParameterizedTest
    @ValueSource(doubles = {-1, Double.NaN, Double.POSITIVE_INFINITY})
    void shouldRefuseWeightAndStayAsItWasWhenItIsOutOfBounds(double weight) {
        WeightedSum sum = new WeightedSum(1);

        assertThatThrownBy(() -> sum.add(new float[] {1}, weight))
                .hasMessage("weight must be finite and 0 or more, was " + weight);
        assertThat(sum.values()).containsExactly(0);
    }
}
