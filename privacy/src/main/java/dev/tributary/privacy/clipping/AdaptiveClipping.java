package dev.tributary.privacy.clipping;

/**
 * Geometric update of the clipping norm (Algorithm 1 there): {@code C ← C·exp(−η·(b − γ))}, where b is the share of
 * clients that were <em>not</em> clipped. C comes to rest where a share γ of the deltas is shorter.
 *
 * @param quantile     γ, 0 to 1; 0.5 for the median
 * @param learningRate η, above 0 and at most 2; the paper's is 0.2
 * @param least        smallest C, 1e-30 or more
 * @param largest      largest C, at least the smallest, at most 1e30
 */
public record AdaptiveClipping(double quantile, double learningRate, double least, double largest) {

    /**
     * @throws IllegalArgumentException if an argument is outside its bound
     */
    public AdaptiveClipping {
        if (!(quantile >= 0 && quantile <= 1)) {
            throw new IllegalArgumentException("quantile must be 0 to 1, was " + quantile);
        }
        if (!(learningRate > 0 && learningRate <= 2)) {
            throw new IllegalArgumentException("learningRate must be above 0 and at most 2, was " + learningRate);
        }
        if (!(least >= 1e-30 && largest >= least && largest <= 1e30)) {
            throw new IllegalArgumentException("least and largest clipping norm must be 1e-30 to 1e30 in order, were "
                    + least + " and " + largest);
        }
    }

    /**
     * Computes the next clipping norm.
     *
     * @param clippingNorm C of the release, finite, above 0
     * @param clippedShare share of clipped clients as noise left it; below 0 counts as 0, above 1 as 1
     * @return C of the next one, between its bounds
     * @throws IllegalArgumentException if an argument is outside its bound
     */
    public double next(double clippingNorm, double clippedShare) {
        if (!(clippingNorm > 0 && clippingNorm < Double.POSITIVE_INFINITY)) {
            throw new IllegalArgumentException("clippingNorm must be finite and above 0, was " + clippingNorm);
        }
        if (Double.isNaN(clippedShare)) {
            throw new IllegalArgumentException("share of clipped clients must be a number, was NaN");
        }
        double unclipped = 1 - Math.max(0, Math.min(1, clippedShare));
        // StrictMath: every machine must come to the same norm, or a replay comes to another model.
        double next = clippingNorm * StrictMath.exp(-learningRate * (unclipped - quantile));
        return Math.max(least, Math.min(largest, next));
    }
}
