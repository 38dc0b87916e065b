package dev.tributary.federation.settings;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.tributary.schemas.FederationException;
import dev.tributary.schemas.layout.ParameterLayout;
import dev.tributary.schemas.layout.TensorLayout;
import dev.tributary.schemas.layout.TensorOrder;
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

        String uniform = "strategy: {weighting: uniform}";
        if (fits) {
            assertThat(settings("masking: required" + privacy, uniform)
                            .privacy()
                            .fits((long) members * weight))
                    .isTrue();
        } else {
            assertThatThrownBy(() -> settings("masking: required" + privacy, uniform))
                    .hasMessageContaining("privacy.bound must be below");
        }
    }

    @Test
    void shouldRefuseWhenOneExampleWouldLeaveNothingOfADelta() {
        String small = "masking: required, bound: 1000";

        assertThatThrownBy(() -> settings(small, ""))
                .hasMessageContaining("admission.exampleCountCap must be at most privacy.bound, 1000, with"
                        + " privacy.masking: required and strategy.weighting: examples, was 1000000")
                .hasMessageContaining("or weighting: uniform");
        assertThatThrownBy(() -> settings(small, "admission: {exampleCountCap: 1001}"))
                .hasMessageContaining("was 1001");
        assertThat(settings(small, "admission: {exampleCountCap: 1000}")
                        .privacy()
                        .bound())
                .isEqualTo(1000);
        assertThat(settings(small, "strategy: {weighting: uniform}").privacy().bound())
                .isEqualTo(1000);
        assertThat(settings("masking: off, bound: 1000", "").privacy().isMasked())
                .isFalse();
    }

    @ParameterizedTest
    @ValueSource(strings = {"stop: {target: 0.9}", "guard: {maxFall: 0.1}"})
    void shouldRefuseRulesOnClearMetricsWhenReleasesCarryNoise(String rule) {
        String rest = "evaluation: {metric: accuracy, better: higher, " + rule + "}";

        assertThatThrownBy(() -> settings("masking: off, noiseMultiplier: 1, clippingNorm: 1", rest))
                .isInstanceOf(FederationException.class)
                .hasMessageStartingWith("evaluation.stop and evaluation.guard must be absent with noise and"
                        + " privacy.masking: off, were given");
        assertThat(settings("masking: required, noiseMultiplier: 1, clippingNorm: 1", rest)
                        .privacy()
                        .isNoised())
                .isTrue();
    }

    @ParameterizedTest
    @ValueSource(strings = {"participationCap", "separation"})
    void shouldRefuseABoundOfParticipationsWhenNothingCountsThem(String key) {
        assertThatThrownBy(() -> settings("masking: off, " + key + ": 3", ""))
                .hasMessageStartingWith("privacy." + key + " must be 0 with privacy.masking: off and no noise, was 3");
        assertThat(settings("masking: off, noiseMultiplier: 1, clippingNorm: 1, " + key + ": 3", "")
                        .privacy()
                        .isNoised())
                .isTrue();
    }

    @ParameterizedTest
    @ValueSource(strings = {"required", "off"})
    void shouldRefuseControlVariatesWhenOneNormWouldBoundBothHalves(String masking) {
        PrivacySettings noised = settings("masking: " + masking + ", noiseMultiplier: 1, clippingNorm: 1", "")
                .privacy();
        ParameterLayout scaffold = new ParameterLayout(List.of(tensor("w"), tensor("control/w")));

        assertThatThrownBy(() -> noised.requireLayout(scaffold))
                .isInstanceOf(FederationException.class)
                .hasMessageContaining("had some (SCAFFOLD)")
                .hasMessageContaining("publish a model without --scaffold");
        assertThatCode(() -> noised.requireLayout(new ParameterLayout(List.of(tensor("w")))))
                .doesNotThrowAnyException();
        assertThatCode(() -> settings("masking: off", "").privacy().requireLayout(scaffold))
                .doesNotThrowAnyException();
    }

    private static TensorLayout tensor(String name) {
        return new TensorLayout(name, List.of(2L), TensorOrder.C);
    }

    @Test
    void shouldRefuseToSwitchNoiseWhenVersionsWithAnotherPromiseAreOut() {
        FederationSettings clear = settings("masking: off", "");
        FederationSettings noised = settings("masking: off, noiseMultiplier: 1, clippingNorm: 1", "");

        assertThatThrownBy(() -> clear.requireChangeTo(noised))
                .hasMessageContaining("privacy.noiseMultiplier must stay 0 while the federation lives, was 1.0");
        assertThatThrownBy(() -> noised.requireChangeTo(clear))
                .hasMessageContaining("privacy.noiseMultiplier must stay above 0");
        assertThatCode(() -> noised.requireChangeTo(
                        settings("masking: off, noiseMultiplier: 2, clippingNorm: 1, epsilonBudget: 8", "")))
                .doesNotThrowAnyException();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "clippingNorm: 2",
                "clippingNorm: 1, bound: 2000000",
                "clippingNorm: 1, weightScale: 8",
                "clippingNorm: 1, coordinateBound: 0.5",
            })
    void shouldRefuseOtherUnitsWhenSumsOfWholeNumbersAreOnTheirWay(String privacy) {
        FederationSettings noised = settings("masking: off, noiseMultiplier: 1, clippingNorm: 1", "");
        FederationSettings other = settings("masking: off, noiseMultiplier: 1, " + privacy, "");

        assertThatThrownBy(() -> noised.requireChangeTo(other)).hasMessageContaining("while the federation lives");
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
