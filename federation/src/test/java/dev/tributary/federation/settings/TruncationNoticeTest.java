package dev.tributary.federation.settings;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class TruncationNoticeTest {

    private static FederationSettings settings(String privacy) {
        return FederationSettings.parse("federation: f\nstrategy: {weighting: uniform}\nprivacy: {" + privacy + "}\n");
    }

    @Test
    void shouldTellWhatTruncationTakesWhenUpdatesAreMasked() {
        assertThat(TruncationNotice.of(settings("masking: required"), 1_663_370))
                .hasValueSatisfying(notice -> assertThat(notice.sentence())
                        .isEqualTo("truncation to whole numbers takes at most 0.0012 of a delta as long as"
                                + " privacy.clippingNorm (1663370 parameters, privacy.bound 1048576)"));
    }

    @Test
    void shouldAdviseWhenTruncationLeavesLittle() {
        assertThat(TruncationNotice.of(settings("masking: required, bound: 1000"), 1_000_000))
                .hasValueSatisfying(notice -> assertThat(notice.sentence())
                        .contains("takes at most 1.0 of a delta")
                        .endsWith("; that is much: raise privacy.bound, or train fewer parameters"));
    }

    @Test
    void shouldSayNothingWhenNothingIsCutOff() {
        assertThat(TruncationNotice.of(settings("masking: off"), 1_663_370)).isEmpty();
    }

    /** The default cap is a bound of what a client may claim, and no client has so many. */
    @Test
    void shouldTellWhoLosesWhenUpdatesCountByExamples() {
        FederationSettings byExamples =
                FederationSettings.parse("federation: f\nprivacy: {masking: required, bound: 1048576}\n");

        assertThat(TruncationNotice.of(byExamples, 54_314)).hasValueSatisfying(notice -> {
            assertThat(notice.fewExamples()).isEqualTo(2223);
            assertThat(notice.sentence())
                    .contains("of a client with n examples it takes 1000000/n times as much")
                    .endsWith("a tenth or more below 2223 examples: set the cap to the examples of a large client");
        });
    }

    @Test
    void shouldNameNoExamplesWhenEachClientCountsAlike() {
        assertThat(TruncationNotice.of(settings("masking: required"), 54_314))
                .hasValueSatisfying(notice -> assertThat(notice.fewExamples()).isZero());
    }
}
