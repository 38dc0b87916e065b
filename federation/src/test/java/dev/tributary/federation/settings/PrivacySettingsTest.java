package dev.tributary.federation.settings;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.tributary.schemas.FederationException;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class PrivacySettingsTest {

    private static FederationSettings settings(String privacy, String rest) {
        return FederationSettings.parse("federation: digits\n" + rest + "\nprivacy: {" + privacy + "}\n");
    }

    private static FederationSettings masked(String further) {
        return settings("masking: required" + further, "");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "threshold: 5", "masking:", "masking: ''", "masking: ~"})
    void shouldExplainTheChoiceInTwoSentencesWhenMaskingIsNotSaid(String privacy) {
        assertThatThrownBy(() -> settings(privacy, ""))
                .isInstanceOf(FederationException.class)
                .hasMessageStartingWith(
                        "privacy.masking must be required or off, was absent; with required nobody reads")
                .hasMessageContaining(". With off every update stands in the clear on the log")
                .message()
                .doesNotContain("\n");
    }

    /** YAML 1.1 takes a bare off for a boolean. */
    @ParameterizedTest
    @ValueSource(strings = {"off", "'off'", "\"off\""})
    void shouldReadOffAsTextWhenYamlTakesItForABoolean(String off) {
        assertThat(settings("masking: " + off, "").privacy().masking()).isEqualTo(Masking.OFF);
    }

    @ParameterizedTest
    @ValueSource(strings = {"on", "true", "false", "OFF", "maybe", "[off]", "0"})
    void shouldRefuseWhenMaskingIsAnythingElse(String value) {
        assertThatThrownBy(() -> settings("masking: " + value, ""))
                .hasMessageStartingWith("privacy.masking must be one of [required, off], was ");
    }

    @Test
    void shouldRefuseNoiseWhenNobodyChoseAClippingNorm() {
        for (String masking : List.of("required", "off")) {
            assertThatThrownBy(() -> settings("masking: " + masking + ", noiseMultiplier: 1", ""))
                    .hasMessageStartingWith("privacy.clippingNorm must be given with privacy.noiseMultiplier above 0");
        }
    }

    @Test
    void shouldRefuseWhenARuleFollowsAMetricThatMaskedEvaluationsDoNotTell() {
        String rest = "evaluation: {metric: f1, better: higher, stop: {target: 0.9}}";

        assertThatThrownBy(() -> settings("masking: required", rest))
                .hasMessageStartingWith("evaluation.metric must be accuracy or loss with privacy.masking: required");
        assertThat(settings("masking: off", rest).evaluation().metric()).isEqualTo("f1");
        assertThat(settings("masking: required", rest.replace("f1", "loss"))
                        .privacy()
                        .isMasked())
                .isTrue();
    }

    @Test
    void shouldPlanFurtherTopicsWhenMaskingIsRequired() {
        assertThat(masked("").topicPlan().isMasked()).isTrue();
        assertThat(settings("masking: off", "").topicPlan().isMasked()).isFalse();
    }

    @ParameterizedTest
    @CsvSource({
        "'threshold: 11', round.goal must be at least privacy.threshold",
        "'threshold: 6', round.quorum must be at least privacy.threshold",
        "'mostMembers: 9', privacy.mostMembers must be at least round.goal",
        "'bound: 8388608', privacy.bound must be below",
        "'wordBits: 16', privacy.bound must be below",
        "'wordBits: 24', privacy.wordBits must be 16 or 32",
        "'threshold: 1', privacy.threshold must be a whole number from 2",
        "'clippingNorm: 0', privacy.clippingNorm must be a number from",
        "'epsilonBudget: 8', privacy.noiseMultiplier must be above 0",
    })
    void shouldRefuseInOneLineWhenSettingsDoNotHold(String privacy, String message) {
        assertThatThrownBy(() -> masked(", " + privacy))
                .isInstanceOf(FederationException.class)
                .hasMessageContaining(message)
                .message()
                .doesNotContain("\n");
    }

    @ParameterizedTest
    @ValueSource(strings = {"median", "trimmedMean", "krum", "multiKrum", "bulyan", "centredClipping", "normClipping"})
    void shouldRefuseWhenStrategyNeedsEveryUpdate(String strategy) {
        String rest = "strategy: {name: " + strategy + "}\nround: {goal: 20, quorum: 15}";

        assertThatThrownBy(() -> settings("masking: required", rest)).hasMessageContaining("choose fedAvg");
        assertThatThrownBy(() -> settings("masking: off, noiseMultiplier: 1, clippingNorm: 1", rest))
                .hasMessageContaining("choose fedAvg");
        assertThat(settings("masking: off", rest).strategy().name()).isEqualTo(strategy);
    }

    @Test
    void shouldRefuseWhenTheAggregatorWouldClipWhatItCannotSee() {
        assertThatThrownBy(() -> settings("masking: required", "admission: {clippingNorm: 5}"))
                .hasMessageContaining("set privacy.clippingNorm instead");
    }

    @Test
    void shouldRefuseWhenARunningFederationWouldChangeToMasks() {
        assertThatThrownBy(() -> settings("masking: off", "").requireChangeTo(masked("")))
                .hasMessageContaining("privacy.masking must stay off");
    }

    /** The values that the design found good, and the first ones beyond them. */
    @ParameterizedTest
    @CsvSource({
        "32, 16, 1048576, 64, 4, 0, true",
        "32, 16, 1048576, 88, 4, 0, false",
        "32, 16, 1048576, 127, 0, 0, true",
        "32, 16, 1048576, 128, 0, 0, false",
        "32, 1, 16777216, 127, 0, 0, true",
        "16, 1, 32768, 32, 0, 0.02, true",
        "16, 1, 32768, 32, 0, 0, false",
    })
    void shouldFitWhenSumAndNoiseStayBelowTheLimit(
            int bits, int weight, long bound, int members, double noise, double coordinate, boolean fits) {
        String privacy = String.format(
                Locale.ROOT,
                ", wordBits: %d, weightScale: %d, bound: %d, mostMembers: %d, noiseMultiplier: %s, clippingNorm: 1%s",
                bits,
                weight,
                bound,
                members,
                noise,
                coordinate > 0 ? ", coordinateBound: " + coordinate : "");

        if (fits) {
            assertThat(masked(privacy).privacy().fits((long) members * weight)).isTrue();
        } else {
            assertThatThrownBy(() -> masked(privacy)).hasMessageContaining("privacy.bound must be below");
        }
    }

    @Test
    void shouldBoundTheErrorOfTruncation() {
        assertThat(masked("").privacy().truncationError(1_663_370)).isCloseTo(1.23e-3, within(1e-5));
    }

    @Test
    void shouldHaveAnotherFingerprintWhenAnythingThatAReleaseDependsOnDiffers() {
        assertThat(List.of(
                        masked(""),
                        masked(", threshold: 4"),
                        masked(", clippingNorm: 3"),
                        masked(", noiseMultiplier: 1, clippingNorm: 10"),
                        masked(", coordinateBound: 1"),
                        masked(", participationCap: 3"),
                        settings("masking: required", "round: {stalenessExponent: 1}"),
                        settings("masking: required", "strategy: {weighting: uniform}")))
                .extracting(PrivacyFingerprint::of)
                .doesNotHaveDuplicates();
        assertThat(PrivacyFingerprint.of(masked(", threshold: 5"))).isEqualTo(PrivacyFingerprint.of(masked("")));
    }

    @Test
    void shouldStandInTheProvenanceOnlyWhenItShapesAVersion() {
        assertThat(masked("").provenance()).containsEntry("privacy.masking", "required");
        assertThat(settings("masking: off", "").provenance().keySet()).noneMatch(key -> key.startsWith("privacy."));
    }
}
