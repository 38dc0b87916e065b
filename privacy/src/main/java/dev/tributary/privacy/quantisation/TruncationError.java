package dev.tributary.privacy.quantisation;

/**
 * The error that whole steps cause. Truncation moves each word by less than one step, so the whole delta by less than
 * √d steps of C/B: relative to a delta of norm r, at most {@code √d/B · C/r}.
 *
 * @param relative bound of the relative L2 error of a delta as long as the clipping norm: {@code √d / B}
 */
public record TruncationError(double relative) {

    /** From here on truncation takes a tenth of a delta, or more. */
    private static final double LARGE = 0.1;

    /**
     * Computes the error of settings.
     *
     * @param words words of an update
     * @return the bound
     */
    public static TruncationError of(UpdateWords words) {
        return new TruncationError(Math.sqrt(words.parameterCount()) / words.deltaBound());
    }

    /**
     * Computes the bound for a delta of another norm.
     *
     * @param words words of an update
     * @param norm  L2 norm of the delta, above 0
     * @return relative error, at most 1: truncation leaves nothing then
     */
    public static double of(UpdateWords words, double norm) {
        double clippingNorm = words.quantisation().clippingNorm();
        return Math.min(1, of(words).relative() * (clippingNorm / Math.min(norm, clippingNorm)));
    }

    /**
     * Tells whether settings cut away too much.
     *
     * @return true if a delta at the clipping norm may lose a tenth of itself
     */
    public boolean isLarge() {
        return relative >= LARGE;
    }
}
