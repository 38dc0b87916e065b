package dev.tributary.aggregator.application;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tributary.aggregator.harness.SettingsFixtures;
import dev.tributary.federation.settings.FederationSettings;
import dev.tributary.masking.keys.SigningKey;
import dev.tributary.masking.keys.VerifyingKey;
import dev.tributary.schemas.FederationException;
import java.security.SecureRandom;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class MaskedStartTest {

    private static final Optional<VerifyingKey> ROOT =
            Optional.of(SigningKey.random(new SecureRandom()).publicKey());
    private static final FederationSettings CLEAR = SettingsFixtures.settings();

    private static FederationSettings masked(int partitions) {
        return SettingsFixtures.settings(
                "topics: {updatePartitions: " + partitions + "}", "privacy: {masking: required}");
    }

    @Test
    void shouldStartWhenSettingsAndKeyGoTogether() {
        assertThatCode(() -> MaskedStart.require(CLEAR, Optional.empty())).doesNotThrowAnyException();
        assertThatCode(() -> MaskedStart.require(masked(1), ROOT)).doesNotThrowAnyException();
        assertThatCode(() -> MaskedStart.require(masked(4), ROOT)).doesNotThrowAnyException();
    }

    @Test
    void shouldRefuseMasksWhenNoMaskHelperIsPinned() {
        assertThatThrownBy(() -> MaskedStart.require(masked(1), Optional.empty()))
                .isInstanceOf(FederationException.class)
                .hasMessageStartingWith("--helper-root must be the root key of the mask helper");
    }

    @Test
    void shouldRefuseAKeyWhenUpdatesStandInTheClear() {
        assertThatThrownBy(() -> MaskedStart.require(CLEAR, ROOT))
                .isInstanceOf(FederationException.class)
                .hasMessageStartingWith("--helper-root must be given with privacy.masking: required alone");
    }
}
