package dev.tributary.operator.command;

import dev.tributary.federation.settings.FederationSettings;
import dev.tributary.federation.settings.PrivacySettings;
import java.util.Locale;
import java.util.Optional;

/**
 * Share of a delta that privacy settings cut off on its way to whole numbers, told to whoever applies them.
 *
 * @param parameters length of the federation's model
 * @param bound      B of the settings
 * @param error      greatest relative L2 error of a delta as long as the clipping norm: √d / B
 */
record TruncationNotice(long parameters, long bound, double error) {

    /** From here on truncation takes a tenth of a delta, or more. */
    private static final double LARGE = 0.1;

    /** Makes a notice; empty when nothing is cut off, since nothing is masked and nothing noised. */
    static Optional<TruncationNotice> of(FederationSettings settings, long parameters) {
        PrivacySettings privacy = settings.privacy();
        return privacy.isMasked() || privacy.isNoised()
                ? Optional.of(new TruncationNotice(parameters, privacy.bound(), privacy.truncationError(parameters)))
                : Optional.empty();
    }

    /** One line. */
    String sentence() {
        return String.format(
                Locale.ROOT,
                "truncation to whole numbers takes at most %.2g of a delta as long as privacy.clippingNorm"
                        + " (%d parameters, privacy.bound %d)%s",
                error,
                parameters,
                bound,
                error >= LARGE ? "; that is much: raise privacy.bound, or train fewer parameters" : "");
    }
}
