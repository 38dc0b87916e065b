package dev.tributary.aggregator.application;

import dev.tributary.federation.settings.FederationSettings;
import dev.tributary.masking.keys.VerifyingKey;
import dev.tributary.schemas.FederationException;
import java.util.Optional;

/** Checks of a start that depend on masks: settings and the pinned root key must go together. */
final class MaskedStart {

    private MaskedStart() {}

    /**
     * Checks settings and the root key against each other.
     *
     * @param settings   the federation's settings
     * @param helperRoot pinned root key of the mask helper, if it was given
     * @throws FederationException if masks are required without a key, or a key is given without masks
     */
    static void require(FederationSettings settings, Optional<VerifyingKey> helperRoot) {
        if (!settings.privacy().isMasked()) {
            if (helperRoot.isPresent()) {
                throw new FederationException("--helper-root must be given with privacy.masking: required alone, was"
                        + " given with off; leave it out, or take the settings of the masked federation");
            }
            return;
        }
        if (helperRoot.isEmpty()) {
            throw new FederationException("--helper-root must be the root key of the mask helper with privacy.masking:"
                    + " required, was absent; whoever runs the mask helper has it from tributary keys helper");
        }
    }
}
