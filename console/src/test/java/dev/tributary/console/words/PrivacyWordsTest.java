package dev.tributary.console.words;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tributary.process.command.OutputOption;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** What settings promise, in words. */
class PrivacyWordsTest {

    private static String said(String privacy) {
        return OutputOption.json(PrivacyWords.json(
                Optional.of("federation: digits\nround: {goal: 20}\nprivacy: {" + privacy + "}\n"), 3));
    }

    @Test
    void shouldSayWhatDoesNotHoldWhenNothingIsMaskedOrNoised() {
        assertThat(said("masking: off"))
                .contains("{\"holds\":false,\"text\":\"No masks (privacy.masking: off)")
                .contains("{\"holds\":false,\"text\":\"No noise (privacy.noiseMultiplier: 0)")
                .contains("\"isKnown\":true");
    }

    @Test
    void shouldNameThresholdNoiseAndBudgetWhenSettingsHaveThem() {
        assertThat(said("masking: required, threshold: 7, noiseMultiplier: 1.5, clippingNorm: 2, epsilonBudget: 8,"
                        + " participationCap: 10"))
                .contains("only sums over at least 7 clients")
                .contains("multiplier 1.5 at a clipping norm of 2.0")
                .contains("ε = 8.0 at δ = 1.0E-5");
    }

    @Test
    void shouldPromiseNothingOfTheSettingsWhenTheLogHasNone() {
        assertThat(OutputOption.json(PrivacyWords.json(Optional.empty(), 3)))
                .contains("\"isKnown\":false")
                .contains("fewer than 3 clients")
                .doesNotContain("privacy.masking");
    }

    @Test
    void shouldSayThatTheyCannotBeReadWhenSettingsAreOfANewerRelease() {
        assertThat(said("masking: off, halo: 3")).contains("\"isKnown\":false").contains("cannot be read");
    }

    @Test
    void shouldSayThatAReasonIsNotKnownWhenItIsOfANewerRelease() {
        assertThat(ReasonTexts.of("NEW_REASON").meaning()).contains("does not know");
        assertThat(ReasonTexts.of("NON_FINITE").operator()).isEqualTo("training diverges: lower the learning rate");
    }
}
