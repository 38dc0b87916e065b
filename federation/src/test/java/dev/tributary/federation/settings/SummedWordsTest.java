package dev.tributary.federation.settings;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tributary.privacy.quantisation.ExtraKind;
import dev.tributary.privacy.quantisation.ExtraValues;
import dev.tributary.privacy.quantisation.ExtraWord;
import dev.tributary.privacy.quantisation.OverflowBound;
import dev.tributary.privacy.quantisation.QuantisedUpdate;
import dev.tributary.privacy.quantisation.UpdateWords;
import org.junit.jupiter.api.Test;

class SummedWordsTest {

    private static SummedWords words(String privacy, String rest) {
        return new SummedWords(FederationSettings.parse(
                "federation: digits\nround: {goal: 5, quorum: 5}\n" + rest + "\nprivacy: {" + privacy + "}\n"));
    }

    @Test
    void shouldTellExamplesFirstWhenTheyCount() {
        UpdateWords words =
                words("masking: required", "admission: {exampleCountCap: 600}").ofUpdate(10);

        assertThat(words.length()).isEqualTo(14);
        assertThat(words.joint()).isFalse();
        assertThat(words.extras())
                .containsExactly(
                        new ExtraWord(ExtraKind.EXAMPLES, 600, 1 << 20),
                        new ExtraWord(ExtraKind.LOSS, 16, 1 << 20),
                        new ExtraWord(ExtraKind.ACCURACY, 1, 1 << 20),
                        new ExtraWord(ExtraKind.CLIPPED, 1, 1 << 20));
    }

    @Test
    void shouldLeaveExamplesOutWhenEachClientCountsAlike() {
        SummedWords words = words("masking: required", "strategy: {weighting: uniform}");

        assertThat(words.ofUpdate(10).indexOf(ExtraKind.EXAMPLES)).isEqualTo(-1);
        assertThat(words.ofUpdate(10).length()).isEqualTo(13);
        assertThat(words.ofEvaluation().length()).isEqualTo(3);
    }

    @Test
    void shouldTellExamplesAloneInOneBallWhenThereIsNoise() {
        UpdateWords words = words("masking: required, noiseMultiplier: 1, clippingNorm: 1", "")
                .ofUpdate(10);

        assertThat(words.joint()).isTrue();
        assertThat(words.extras()).containsExactly(new ExtraWord(ExtraKind.EXAMPLES, 1_000_000, 1 << 18));
        assertThat(words.deltaBound()).isBetween((int) (0.968 * (1 << 20)), 1 << 20);
    }

    /** The settings' own bound against overflow must hold for these words too. */
    @Test
    void shouldFitAllMembersWhenWordsHaveSixteenBits() {
        SummedWords words = words(
                "masking: required, wordBits: 16, bound: 32768, coordinateBound: 0.02, clippingNorm: 1, weightScale: 1,"
                        + " mostMembers: 32",
                "admission: {exampleCountCap: 600}");

        assertThat(words.settings().privacy().fits(32)).isTrue();
        assertThat(OverflowBound.fits(words.ofUpdate(1000), 32, 0)).isTrue();
    }

    @Test
    void shouldWeighByExamplesWhenTheyCount() {
        SummedWords words = words("masking: required, clippingNorm: 1", "admission: {exampleCountCap: 100}");

        try (QuantisedUpdate half =
                words.updateQuantiser(1).quantise(new float[] {0.5f}, new ExtraValues(50, Double.NaN, 1))) {
            assertThat(half.words()).containsExactly(1 << 18, 1 << 19, 0, 1 << 19, -(1 << 20));
        }
    }

    @Test
    void shouldLeaveRoomForTheDeltaWhenTheBoundIsTheLeast() {
        UpdateWords words = words(
                        "masking: required, noiseMultiplier: 1, clippingNorm: 1, bound: 16",
                        "admission: {exampleCountCap: 16}")
                .ofUpdate(10);

        assertThat(words.deltaBound()).isEqualTo(15);
    }
}
