package dev.tributary.aggregator.release;

import dev.tributary.aggregation.CombinedDelta;
import dev.tributary.aggregation.ReleaseStep;
import dev.tributary.aggregation.ReleasedDelta;
import dev.tributary.federation.settings.FederationSettings;
import dev.tributary.schemas.FederationException;

/**
 * Releases the combined delta as it is: no noise, and so no privacy loss that could be stated. A close that is tried again
 * releases the same bits, since it combines the same updates in the same order.
 */
public final class ExactRelease implements ReleaseStep {

    /**
     * Checks that settings promise no more than this release keeps: this aggregator adds neither masked updates nor noise,
     * and must not run where either is promised.
     *
     * @param settings settings of the federation
     * @throws FederationException if updates must be masked, or releases must carry noise
     */
    public static void requireFor(FederationSettings settings) {
        if (settings.privacy().isMasked()) {
            throw new FederationException(
                    "privacy.masking must be off, was required: this aggregator does not add masked"
                            + " updates yet, and would count clear ones; see docs/privacy-settings.md");
        }
        if (settings.privacy().isNoised()) {
            throw new FederationException("privacy.noiseMultiplier must be 0, was "
                    + settings.privacy().noiseMultiplier()
                    + ": this aggregator adds no noise to a release yet; see docs/privacy.md");
        }
    }

    @Override
    public ReleasedDelta release(CombinedDelta combined) {
        return ReleasedDelta.unchanged(combined);
    }
}
