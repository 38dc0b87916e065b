package dev.tributary.privacy.clipping;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.tributary.privacy.quantisation.ExtraKind;
import dev.tributary.privacy.quantisation.ExtraWord;
import dev.tributary.privacy.quantisation.Quantisation;
import dev.tributary.privacy.quantisation.UpdateWords;
import dev.tributary.privacy.words.WordSize;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class AdaptiveClippingTest {

    private static final AdaptiveClipping MEDIAN = new AdaptiveClipping(0.5, 0.2, 1e-3, 1e3);

    @Test
    void shouldComeToTheMedianWhenNormsStayTheSame() {
        // Given norms evenly between 0 and 10, and a start a thousand times too small
        double clippingNorm = 0.005;

        // When
        for (int round = 0; round < 400; round++) {
            clippingNorm = MEDIAN.next(clippingNorm, 1 - Math.min(1, clippingNorm / 10));
        }

        // Then
        assertThat(clippingNorm).isCloseTo(5, within(1e-6));
    }

    @Test
    void shouldStayNearTheQuantileWhenTheShareIsNoisy() {
        // Given noise of 0.1 on the share; the norm then wanders by η·0.1/√(2·η·slope) of itself, 4.5 % here
        SplittableRandom random = new SplittableRandom(7);
        double clippingNorm = 5;
        double sum = 0;

        // When
        for (int round = 0; round < 2000; round++) {
            clippingNorm = MEDIAN.next(clippingNorm, 1 - Math.min(1, clippingNorm / 10) + 0.1 * random.nextGaussian());
            sum += clippingNorm;
        }

        // Then
        assertThat(sum / 2000).isCloseTo(5, within(0.25));
    }

    @Test
    void shouldMoveByTheFormulaAndStayWithinBoundsWhenSharesAreExtreme() {
        assertThat(MEDIAN.next(1, 1)).isCloseTo(Math.exp(0.1), within(1e-15));
        assertThat(MEDIAN.next(1, 0)).isCloseTo(Math.exp(-0.1), within(1e-15));
        assertThat(MEDIAN.next(1, 0.5)).isEqualTo(1);
        assertThat(MEDIAN.next(1, 1e9)).isEqualTo(MEDIAN.next(1, 1));
        assertThat(MEDIAN.next(1, Double.NEGATIVE_INFINITY)).isEqualTo(MEDIAN.next(1, 0));
        assertThat(MEDIAN.next(1e3, 1)).isEqualTo(1e3);
        assertThat(MEDIAN.next(1e-3, 0)).isEqualTo(1e-3);
    }

    @Test
    void shouldRefuseWhenAnArgumentIsOutsideItsBound() {
        assertThatThrownBy(() -> MEDIAN.next(0, 0.5)).hasMessage("clippingNorm must be finite and above 0, was 0.0");
        assertThatThrownBy(() -> MEDIAN.next(1, Double.NaN)).hasMessageEndingWith("was NaN");
        assertThatThrownBy(() -> new AdaptiveClipping(1.1, 0.2, 1, 1)).hasMessage("quantile must be 0 to 1, was 1.1");
        assertThatThrownBy(() -> new AdaptiveClipping(0.5, 0, 1, 1)).hasMessageContaining("learningRate");
        assertThatThrownBy(() -> new AdaptiveClipping(0.5, 0.2, 2, 1)).hasMessageContaining("were 2.0 and 1.0");
    }

    @Test
    void shouldSplitTheBudgetExactlyWhenTheCountIsInTheBall() {
        // Given
        CountNoise noise = new CountNoise(1, 5);
        int bound = 1 << 20;

        // When
        UpdateWords words = new UpdateWords(
                Quantisation.of(WordSize.BITS_32, 1, bound),
                10,
                List.of(new ExtraWord(ExtraKind.CLIPPED, 1, noise.wordScale(bound))),
                true);

        // Then the parts of ρ add up to the whole, and the ball leaves the delta its part
        assertThat(noise.budgetShare()).isCloseTo(0.01, within(1e-15));
        assertThat(Math.pow(noise.deltaNoiseMultiplier(), -2) + Math.pow(2 * 5, -2))
                .isCloseTo(1, within(1e-14));
        assertThat(words.deltaBound() / (double) bound)
                .isCloseTo(1 / noise.deltaNoiseMultiplier(), within(2.0 / bound));
    }

    @Test
    void shouldRefuseWhenTheCountWouldTakeTheWholeBudget() {
        assertThatThrownBy(() -> new CountNoise(10, 5))
                .hasMessage(
                        "noiseMultiplier must be below twice the deviation of the clipped count, 10.0, was 10.0; choose"
                                + " a larger deviation");
        assertThat(new CountNoise(9.999999, 5).deltaNoiseMultiplier())
                .isGreaterThan(10_000)
                .isFinite();
        assertThatThrownBy(() -> new CountNoise(0, 5)).hasMessageEndingWith("was 0.0");
        assertThatThrownBy(() -> new CountNoise(1, Double.NaN)).hasMessageEndingWith("was NaN");
        assertThatThrownBy(() -> new CountNoise(1, 5).wordScale(0)).hasMessageEndingWith("was 0");
    }
}
