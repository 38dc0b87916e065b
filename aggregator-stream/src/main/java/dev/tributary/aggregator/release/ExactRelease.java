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
     * Checks that settings promise no more than this release keeps: this aggregator does not add masked updates yet.
     *
     * @param settings settings of the federation
     * @throws FederationException if updates must be masked
     */
    public static void requireFor(FederationSettings settings) {
        if (settings.privacy().isMasked()) {
            throw new FederationException(
                    "privacy.masking must be off, was required: this aggregator does not add masked"
                            + " updates yet, and would count clear ones; see docs/privacy-settings.md");
        }
    }

    @Override
    public ReleasedDelta release(CombinedDelta combined) {
        return ReleasedDelta.unchanged(combined);
    }
}
