package dev.tributary.federation.settings;

import dev.tributary.arithmetic.Weighting;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * Share of a delta that privacy settings cut off on its way to whole numbers, told to whoever applies them.
 *
 * @param parameters length of the federation's model
 * @param bound      B of the settings
 * @param error      greatest relative L2 error of a delta as long as the clipping norm: √d / B
 * @param exampleCap examples by which a delta is multiplied, n/cap, before it is cut off; empty with uniform weighting
 */
public record TruncationNotice(long parameters, long bound, double error, OptionalLong exampleCap) {

    /** From here on truncation takes a tenth of a delta, or more. */
    private static final double LARGE = 0.1;

    /**
     * Makes a notice.
     *
     * @param settings   the settings
     * @param parameters length of the model, 1 or more
     * @return the notice; empty when nothing is cut off, since nothing is masked and nothing noised
     */
    public static Optional<TruncationNotice> of(FederationSettings settings, long parameters) {
        PrivacySettings privacy = settings.privacy();
        if (!privacy.isMasked() && !privacy.isNoised()) {
            return Optional.empty();
        }
        boolean isByExamples = settings.strategy().weighting() == Weighting.EXAMPLES;
        return Optional.of(new TruncationNotice(
                parameters,
                privacy.bound(),
                privacy.truncationError(parameters),
                isByExamples ? OptionalLong.of(settings.admission().exampleCountCap()) : OptionalLong.empty()));
    }

    /**
     * Counts the examples that a client needs, since a delta of n examples becomes n/cap of the whole numbers.
     *
     * @return examples below which a tenth or more of a delta as long as the clipping norm is cut off; 0 with uniform
     *     weighting
     */
    public long fewExamples() {
        return exampleCap.isPresent() ? (long) Math.ceil(error / LARGE * exampleCap.getAsLong()) : 0;
    }

    /**
     * Words it for a person.
     *
     * @return one line
     */
    public String sentence() {
        return String.format(
                        Locale.ROOT,
                        "truncation to whole numbers takes at most %.2g of a delta as long as privacy.clippingNorm"
                                + " (%d parameters, privacy.bound %d)%s",
                        error,
                        parameters,
                        bound,
                        error >= LARGE ? "; that is much: raise privacy.bound, or train fewer parameters" : "")
                + byExamples();
    }

    private String byExamples() {
        if (exampleCap.isEmpty()) {
            return "";
        }
        return String.format(
                Locale.ROOT,
                "; of a client with n examples it takes %d/n times as much (admission.exampleCountCap), a tenth or more"
                        + " below %d examples: set the cap to the examples of a large client",
                exampleCap.getAsLong(),
                fewExamples());
    }
}
