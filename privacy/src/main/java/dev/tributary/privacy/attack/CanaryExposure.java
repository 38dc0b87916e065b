package dev.tributary.privacy.attack;

/**
 * Exposure of a secret phrase by rank (Carlini et al. 2019, "The Secret Sharer", section 4.2,
 * <a href="https://arxiv.org/abs/1802.08232">arXiv:1802.08232</a>): {@code log2 |R| − log2 rank}, where the rank is the
 * place of the phrase among all candidates R by the model's loss. A phrase that was never trained on has a rank as likely
 * as any other, so that its exposure passes x with a probability of 2^−x.
 */
public final class CanaryExposure {

    private CanaryExposure() {}

    /**
     * Computes the exposure.
     *
     * @param canaryLoss loss of the phrase
     * @param otherLosses losses of candidates that were not trained on, 1 or more; not changed
     * @return 0 to log2 of their count and one; equal losses count against the attacker
     * @throws IllegalArgumentException if there are no candidates, or a loss is NaN
     */
    public static double of(double canaryLoss, double[] otherLosses) {
        if (otherLosses.length == 0) {
            throw new IllegalArgumentException("candidates must be 1 or more, were none");
        }
        long rank = 1;
        for (double loss : otherLosses) {
            if (Double.isNaN(loss) || Double.isNaN(canaryLoss)) {
                throw new IllegalArgumentException("losses must be numbers, was NaN");
            }
            rank += loss <= canaryLoss ? 1 : 0;
        }
        return Math.log((otherLosses.length + 1.0) / rank) / Math.log(2);
    }

    /**
     * Gives the exposure that a phrase which was never trained on stays below in a share of cases.
     *
     * @param share 0 or more, below 1; 0.95 for the bound that reports use
     * @return {@code −log2(1 − share)}
     * @throws IllegalArgumentException if the share is outside its bound
     */
    public static double nullBound(double share) {
        if (!(share >= 0 && share < 1)) {
            throw new IllegalArgumentException("share must be 0 or more and below 1, was " + share);
        }
        return -Math.log1p(-share) / Math.log(2);
    }
}
