package dev.tributary.operator.command;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tributary.federation.settings.FederationSettings;
import org.junit.jupiter.api.Test;

class TruncationNoticeTest {

    private static FederationSettings settings(String privacy) {
        return FederationSettings.parse("federation: f\nprivacy: {" + privacy + "}\n");
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
}
