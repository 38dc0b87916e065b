package dev.tributary.aggregator.release;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tributary.aggregator.harness.SettingsFixtures;
import dev.tributary.federation.settings.FederationSettings;
import dev.tributary.masking.mask.Secret;
import dev.tributary.schemas.FederationException;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class ReleaseKeysTest {

    private static final ReleaseKeys NOISE =
            new ReleaseKeys(Optional.empty(), Optional.of(new OwnNoise(Secret.owning(new byte[32]))));

    private static FederationSettings settings(String privacy) {
        return SettingsFixtures.settings("privacy: {" + privacy + "}");
    }

    @Test
    void shouldRefuseToStartWhenNoiseIsPromisedAndThereIsNoKeyForIt() {
        FederationSettings noised = settings("masking: off, noiseMultiplier: 1, clippingNorm: 1");

        assertThatThrownBy(() -> ReleaseKeys.NONE.requireFor(noised))
                .isInstanceOf(FederationException.class)
                .hasMessageStartingWith("--noise-key must be given with privacy.noiseMultiplier above 0 and"
                        + " privacy.masking: off, was absent; make one with: tributary keys noise");
        assertThatCode(() -> NOISE.requireFor(noised)).doesNotThrowAnyException();
    }

    @Test
    void shouldRefuseANoiseKeyWhenNothingIsDrawnWithIt() {
        assertThatThrownBy(() -> NOISE.requireFor(settings("masking: off")))
                .hasMessageContaining("--noise-key must not be given without privacy.noiseMultiplier above 0");
        assertThatThrownBy(() -> NOISE.requireFor(settings("masking: required, noiseMultiplier: 1, clippingNorm: 1")))
                .hasMessageContaining("where the mask helper adds the noise");
        assertThatCode(() -> ReleaseKeys.NONE.requireFor(settings("masking: off")))
                .doesNotThrowAnyException();
    }
}
