package dev.tributary.aggregator.release;

import dev.tributary.federation.settings.FederationSettings;
import dev.tributary.masking.keys.VerifyingKey;
import dev.tributary.schemas.FederationException;
import java.util.Optional;

/**
 * Keys without which an aggregator releases nothing where masks or noise are promised.
 *
 * @param helperRoot pinned root key of the mask helper; empty without masks
 * @param noise      the aggregator's own noise; empty unless there is noise without masks
 */
public record ReleaseKeys(Optional<VerifyingKey> helperRoot, Optional<OwnNoise> noise) {

    /** No keys: neither masks nor noise. */
    public static final ReleaseKeys NONE = new ReleaseKeys(Optional.empty(), Optional.empty());

    /**
     * Checks that what settings promise can be kept with these keys.
     *
     * @param settings settings of the federation
     * @throws FederationException naming the option that is missing or out of place
     */
    public void requireFor(FederationSettings settings) {
        boolean makesNoise =
                settings.privacy().isNoised() && !settings.privacy().isMasked();
        if (makesNoise && noise.isEmpty()) {
            throw new FederationException("--noise-key must be given with privacy.noiseMultiplier above 0 and"
                    + " privacy.masking: off, was absent; make one with: tributary keys noise, and give all instances"
                    + " the same");
        }
        if (!makesNoise && noise.isPresent()) {
            throw new FederationException("--noise-key must not be given "
                    + (settings.privacy().isMasked()
                            ? "with privacy.masking: required, where the mask helper adds the noise"
                            : "without privacy.noiseMultiplier above 0")
                    + ", was");
        }
    }
}
