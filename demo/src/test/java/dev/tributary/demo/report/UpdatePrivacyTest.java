package dev.tributary.demo.report;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class UpdatePrivacyTest {

    @Test
    void shouldTellTheSmallestSumWhenUpdatesWereMasked() {
        UpdatePrivacy privacy = UpdatePrivacy.ofMasked(List.of(version(1, 9), version(2, 5), version(3, 10)));

        assertThat(privacy.updates()).isEqualTo("no update was readable by anyone; least clients behind a sum: 5");
        assertThat(privacy.noise()).isEqualTo("noise: none, so the model itself carries no guarantee");
    }

    @Test
    void shouldTellThatNoSumWasOpenedWhenThereIsNoVersion() {
        assertThat(UpdatePrivacy.ofMasked(List.of()).updates())
                .isEqualTo("no update was readable by anyone; no sum was opened");
    }

    @Test
    void shouldClaimNothingWhenUpdatesWereClear() {
        assertThat(UpdatePrivacy.CLEAR.updates()).isEqualTo("every update stood in the clear on the log");
    }

    private static VersionReport version(int number, int updates) {
        return new VersionReport(number, updates, 0, 0.5, 1, 1, 0, 1, 1, "goal");
    }
}
