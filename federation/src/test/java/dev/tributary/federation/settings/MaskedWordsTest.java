package dev.tributary.federation.settings;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tributary.privacy.quantisation.ExtraKind;
import dev.tributary.privacy.quantisation.ExtraValues;
import dev.tributary.privacy.quantisation.ExtraWord;
import dev.tributary.privacy.quantisation.OverflowBound;
import dev.tributary.privacy.quantisation.QuantisedUpdate;
import dev.tributary.privacy.quantisation.UpdateWords;
import dev.tributary.schemas.FederationException;
import org.junit.jupiter.api.Test;

class MaskedWordsTest {

    private static MaskedWords words(String privacy, String rest) {
        return MaskedWords.of(FederationSettings.parse(
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
        MaskedWords words = words("masking: required", "strategy: {weighting: uniform}");

        assertThat(words.ofUpdate(10).indexOf(ExtraKind.EXAMPLES)).isEqualTo(-1);
        assertThat(words.ofUpdate(10).length()).isEqualTo(13);
        assertThat(words.ofEvaluation().length()).isEqualTo(3);
    }

    @Test
    void shouldShareOneBallWhenThereIsNoise() {
        UpdateWords words = words("masking: required, noiseMultiplier: 1, clippingNorm: 1", "")
                .ofUpdate(10);

        assertThat(words.joint()).isTrue();
        assertThat(words.extras()).allMatch(extra -> extra.scale() == 1 << 17);
        assertThat(words.deltaBound()).isBetween((int) (0.968 * (1 << 20)), 1 << 20);
    }

    /** The settings' own bound against overflow must hold for these words too. */
    @Test
    void shouldFitAllMembersWhenWordsHaveSixteenBits() {
        MaskedWords words = words(
                "masking: required, wordBits: 16, bound: 32768, coordinateBound: 0.02, clippingNorm: 1, weightScale: 1,"
                        + " mostMembers: 32",
                "");

        assertThat(words.privacy().fits(32)).isTrue();
        assertThat(OverflowBound.fits(words.ofUpdate(1000), 32, 0)).isTrue();
    }

    @Test
    void shouldWeighByExamplesWhenTheyCount() {
        MaskedWords words = words("masking: required, clippingNorm: 1", "admission: {exampleCountCap: 100}");
        UpdateWords update = words.ofUpdate(1);

        try (QuantisedUpdate half =
                words.quantiser(update).quantise(new float[] {0.5f}, new ExtraValues(50, Double.NaN, 1))) {
            assertThat(half.words()).containsExactly(1 << 18, 1 << 19, 0, 1 << 19, -(1 << 20));
        }
    }

    @Test
    void shouldRefuseTheBoundWhenNoiseLeavesNoRoomInIt() {
        MaskedWords words = words("masking: required, noiseMultiplier: 1, clippingNorm: 1, bound: 1", "");

        assertThatThrownBy(() -> words.ofUpdate(10))
                .isInstanceOf(FederationException.class)
                .hasMessageStartingWith("privacy.bound must leave room for the words of an update, was 1: ");
    }
}
