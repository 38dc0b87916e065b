package dev.tributary.aggregator.release;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tributary.federation.settings.FederationSettings;
import dev.tributary.schemas.FederationException;
import org.junit.jupiter.api.Test;

class ExactReleaseTest {

    private static final String BEGINNING = "federation: test\nround: {goal: 10, quorum: 5}\n";

    @Test
    void shouldTakeSettingsWhenTheyPromiseNothing() {
        FederationSettings settings = FederationSettings.parse(BEGINNING + "privacy: {masking: off}\n");

        assertThatCode(() -> ExactRelease.requireFor(settings)).doesNotThrowAnyException();
    }

    @Test
    void shouldRefuseSettingsWhenTheyPromiseMasks() {
        FederationSettings settings = FederationSettings.parse(BEGINNING + "privacy: {masking: required}\n");

        assertThatThrownBy(() -> ExactRelease.requireFor(settings))
                .isInstanceOf(FederationException.class)
                .hasMessageStartingWith("privacy.masking must be off, was required");
    }
}
