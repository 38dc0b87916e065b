package dev.tributary.operator.privacy;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tributary.federation.settings.FederationSettings;
import dev.tributary.schemas.avro.CloseReason;
import dev.tributary.schemas.avro.RoundResult;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class PrivacyReportTest {

    private static final Map<String, Double> FIGURES = Map.of(
            "rho", 0.25,
            "epsilon", 2.9732,
            "privacyDelta", 1e-5,
            "clients", 4.0,
            "participations", 2.0,
            "releases", 2.0);

    private static RoundResult round(long version, long updates, Map<String, Double> privacy) {
        return RoundResult.newBuilder()
                .setVersion(version)
                .setBaseVersion(version - 1)
                .setCloseReason(CloseReason.GOAL)
                .setUpdateCount(updates)
                .setClientCount(3)
                .setPartialCount(1)
                .setExampleCount(0)
                .setAggregationWeight(48)
                .setStaleness(Map.of())
                .setMetrics(Map.of())
                .setUpdateBytes(1)
                .setModelBytes(1)
                .setStepL2Norm(0)
                .setOpenedAtMs(1)
                .setFirstUpdateAtMs(1)
                .setClosedAtMs(1)
                .setAggregationMs(1)
                .setExtensions(0)
                .setMemberRecords(1)
                .setStrategy("fedAvg")
                .setLayoutFingerprint("f")
                .setParameterCount(5)
                .setSettings("")
                .setCommandId("")
                .setRolledBackTo(-1)
                .setDiscardedUpdateCount(updates == 0 ? 3 : 0)
                .setNote(updates == 0 ? "out of range" : "")
                .setPrivacy(privacy)
                .build();
    }

    private static PrivacyReport report(String privacy, RoundResult... rounds) {
        return new PrivacyReport(
                "digits",
                Optional.of(FederationSettings.parse("federation: digits\nprivacy: {" + privacy + "}\n")),
                List.of(rounds));
    }

    @Test
    void shouldSayNoneAndNeverANumberWhenThereIsNoNoise() {
        PrivacyReport report = report("masking: off", round(1, 4, Map.of()));

        String text = PrivacyReportText.text(report, 20);

        assertThat(report.guarantee()).isEqualTo("none");
        assertThat(text)
                .contains("guarantee           none")
                .contains("does not hold       nobody reads a single client's update: each stands in the clear")
                .contains("does not hold       the models say little of any one client: there is no noise")
                .contains("      1       4       3  none")
                .doesNotContain("epsilon 0");
        assertThat(PrivacyReportText.json(report))
                .containsEntry("epsilon", null)
                .containsEntry("guarantee", "none");
    }

    @Test
    void shouldTellBudgetReleasesAndDiscardedSumsWhenThereIsNoise() {
        PrivacyReport report = report(
                "masking: off, clippingNorm: 1, noiseMultiplier: 2, epsilonBudget: 8, participationCap: 9",
                round(1, 3, FIGURES),
                round(2, 0, FIGURES));

        String text = PrivacyReportText.text(report, 1);

        assertThat(report.releases()).isEqualTo(1);
        assertThat(report.discarded()).extracting(RoundResult::getVersion).containsExactly(2L);
        assertThat(report.budgetLeft()).hasValue(8 - 2.9732);
        assertThat(text)
                .contains(
                        "holds               whoever sees the models learns of no client's data more than the guarantee")
                .contains("does not hold       the guarantee covers whoever reads the topics updates")
                .contains("discarded sums      1")
                .contains("least clients       3")
                .contains("participation cap   9")
                .contains("budget left         5.0268")
                .contains("      2       0       3  epsilon ")
                .doesNotContain("      1       3       3");
    }

    @Test
    void shouldStateALossOfZeroWhenNothingWithNoiseWasReleasedYet() {
        assertThat(report("masking: required, clippingNorm: 1, noiseMultiplier: 2")
                        .guarantee())
                .isEqualTo("epsilon 0.000 at delta 1.0E-5");
    }

    @Test
    void shouldSayThatNothingCanBeSaidWhenNoVersionCarriesSettings() {
        PrivacyReport early = new PrivacyReport("digits", Optional.empty(), List.of());

        assertThat(PrivacyReportText.text(early, 20)).contains("nothing can be said yet");
        assertThat(early.budgetLeft()).isEmpty();
    }

    @Test
    void shouldTellWhatMasksHoldWhenUpdatesAreMasked() {
        assertThat(PrivacyReportText.text(report("masking: required"), 20))
                .contains("holds               no sum over fewer than 5 clients becomes public")
                .contains("unless aggregator and mask helper work together");
    }
}
