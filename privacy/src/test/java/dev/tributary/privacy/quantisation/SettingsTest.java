package dev.tributary.privacy.quantisation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.tributary.privacy.words.WordSize;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Settings of the quantisation: what holds together and what is refused. */
class SettingsTest {

    @Test
    void shouldRefuseWhenAnArgumentIsOutsideItsBound() {
        assertThatThrownBy(() -> Quantisation.of(WordSize.BITS_32, 0, 1))
                .hasMessage("clippingNorm must be 1e-30 to 1e30, was 0.0");
        assertThatThrownBy(() -> Quantisation.of(WordSize.BITS_32, Double.NaN, 1))
                .hasMessageContaining("was NaN");
        assertThatThrownBy(() -> Quantisation.of(WordSize.BITS_32, 1, 0)).hasMessageEndingWith("was 0");
        assertThatThrownBy(() -> new Quantisation(WordSize.BITS_16, 1, 5, 0)).hasMessageContaining("coordinateBound");
        assertThatThrownBy(() -> Quantisation.of(WordSize.BITS_16, 1, 1 << 15))
                .hasMessageContaining("32768")
                .hasMessageContaining("choose a smaller bound or coordinateBound");
    }

    /** As the protocol has it, ⌈B·c∞/C⌉: dividing first would give 101. */
    @Test
    void shouldMultiplyBeforeItDividesWhenAParameterHasABound() {
        assertThat(new Quantisation(WordSize.BITS_16, 0.7, 1000, 0.07).coordinateLimit())
                .isEqualTo(100);
        assertThat(Quantisation.coordinateLimit(1000, 0.7, Double.POSITIVE_INFINITY))
                .isEqualTo(1000);
        assertThat(Quantisation.coordinateLimit(1000, 1e9, 1e-12)).isEqualTo(1);
    }

    @Test
    void shouldRefuseWhenExtraWordsAreTwiceOrTakeTooMuch() {
        Quantisation quantisation = Quantisation.of(WordSize.BITS_32, 1, 1000);
        ExtraWord loss = new ExtraWord(ExtraKind.LOSS, 1, 900);

        assertThatThrownBy(() -> new UpdateWords(quantisation, 1, List.of(loss, loss), false))
                .hasMessage("extras must name a kind once, was LOSS twice");
        assertThatThrownBy(() -> new UpdateWords(quantisation, 1, List.of(loss), true))
                .hasMessageContaining("must leave half of the bound 1000 to the delta, were [900]");
        assertThatThrownBy(() -> new UpdateWords(quantisation, 0, List.of(), false))
                .hasMessageContaining("was 0");
        assertThatThrownBy(() -> new ExtraWord(ExtraKind.LOSS, 0, 1)).hasMessageContaining("was 0.0");
        assertThatThrownBy(() -> new ExtraWord(ExtraKind.LOSS, 1, 0)).hasMessageContaining("was 0");
        assertThat(new UpdateWords(quantisation, 1, List.of(loss), false).deltaBound())
                .isEqualTo(1000);
        assertThat(new UpdateWords(quantisation, 1, List.of(new ExtraWord(ExtraKind.LOSS, 1, 600)), true).deltaBound())
                .isEqualTo(800);
    }

    @Test
    void shouldHoldTheGoodValuesOfTheDesignWhenAppliedToAModel() {
        // b = 32, W = 16, B = 2^20: up to 64 members with noise multiplier 4
        UpdateWords wide = Words.plain(WordSize.BITS_32, 1, 1 << 20, 1_600_000);
        double sigma = 4.0 * 16 * (1 << 20);
        assertThat(OverflowBound.fits(wide, 64 * 16, sigma)).isTrue();
        assertThat(TruncationError.of(wide).relative()).isCloseTo(1.2e-3, within(1e-5));

        // b = 16, c∞ = 0.02 C, W = 1, B = 2^15: up to 32 members
        UpdateWords narrow =
                new UpdateWords(new Quantisation(WordSize.BITS_16, 1, 1 << 15, 0.02), 1_600_000, List.of(), false);
        assertThat(OverflowBound.fits(narrow, 32, 0)).isTrue();
        assertThat(TruncationError.of(narrow).relative()).isCloseTo(3.9e-2, within(1e-3));
        assertThat(TruncationError.of(narrow).isLarge()).isFalse();
    }

    @Test
    void shouldTurnExactlyAtTheLimitWhenWeightsGrow() {
        UpdateWords words = Words.plain(WordSize.BITS_16, 1, 128, 10);

        assertThat(OverflowBound.largestWeightSum(words, 0)).isEqualTo(255);
        assertThat(OverflowBound.fits(words, 255, 0)).isTrue();
        assertThat(OverflowBound.fits(words, 256, 0)).isFalse();
        assertThat(OverflowBound.largestWeightSum(words, 128)).isEqualTo(245);
        assertThat(OverflowBound.fits(words, 245, 128)).isTrue();
        assertThat(OverflowBound.fits(words, 246, 128)).isFalse();
        assertThat(OverflowBound.largestWeightSum(words, 1e9)).isZero();
        OverflowBound.check(words, 255, 0);
        assertThatThrownBy(() -> OverflowBound.check(words, 256, 0))
                .hasMessageContaining("must be below 32768, was 32768 (256 times 128")
                .hasMessageContaining("choose fewer members");
        assertThatThrownBy(() -> OverflowBound.check(words, 0, Double.NaN))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void shouldBoundTheErrorWhenDeltasAreTruncated() {
        // Given
        UpdateWords words = Words.plain(WordSize.BITS_32, 1, 1 << 12, 10_000);
        float[] delta = Words.gaussian(10_000, 0.5, 3);

        // When
        int[] integers =
                Quantiser.uniform(words).quantise(delta, Words.NOTHING_TOLD).words();
        double error = 0;
        for (int i = 0; i < delta.length; i++) {
            error += Math.pow(delta[i] - integers[i] / 4096.0, 2);
        }

        // Then
        assertThat(Math.sqrt(error) / 0.5)
                .isLessThan(TruncationError.of(words, 0.5))
                .isGreaterThan(0.4 * TruncationError.of(words, 0.5));
        assertThat(TruncationError.of(words, 1e-9)).isEqualTo(1);
    }

    @Test
    void shouldRoundWeightsWhenUpdatesAreStale() {
        StalenessWeights weights = new StalenessWeights(16, 0.5);

        assertThat(weights.of(0)).isEqualTo(16);
        assertThat(weights.of(1)).isEqualTo(11);
        assertThat(weights.of(3)).isEqualTo(8);
        assertThat(weights.of(Long.MAX_VALUE)).isZero();
        assertThat(new StalenessWeights(1, 0).of(1_000_000)).isEqualTo(1);
        assertThatThrownBy(() -> weights.of(-1)).hasMessageEndingWith("was -1");
        assertThatThrownBy(() -> new StalenessWeights(0, 0)).hasMessageContaining("was 0");
        assertThatThrownBy(() -> new StalenessWeights(1, Double.NaN)).hasMessageContaining("was NaN");
    }

    @Test
    void shouldSeeThroughOneHeavyWeightWhenOthersAreLight() {
        assertThat(EffectiveNumber.of(new int[] {7, 7, 7, 7})).isEqualTo(4);
        assertThat(EffectiveNumber.of(new int[] {1000, 1, 1})).isCloseTo(1.004, within(1e-5));
        assertThat(EffectiveNumber.of(new int[0])).isZero();
        assertThat(EffectiveNumber.suffices(new int[] {1, 1, 1, 1}, 5, 0.8)).isTrue();
        assertThat(EffectiveNumber.suffices(new int[] {1000, 1, 1, 1, 1}, 5, 0.8))
                .isFalse();
        assertThatThrownBy(() -> EffectiveNumber.of(new int[] {0})).hasMessage("weight must be 1 to 65536, was 0");
        assertThatThrownBy(() -> EffectiveNumber.suffices(new int[] {1}, 0, 0.8))
                .hasMessageContaining("threshold");
    }
}
