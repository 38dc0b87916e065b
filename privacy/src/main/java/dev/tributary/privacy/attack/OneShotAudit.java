package dev.tributary.privacy.attack;

import dev.tributary.privacy.accountant.AnalyticGaussian;

/**
 * Empirical ε from one training run (Andrew et al. 2023, "One-shot Empirical Privacy Estimation for Federated Learning",
 * <a href="https://arxiv.org/abs/2302.03098">arXiv:2302.03098</a>): clients send random unit vectors as their deltas, and
 * the cosine of each with the released sum is compared with that of vectors nobody sent, which in d dimensions is near
 * normal with mean 0 and deviation 1/√d.
 *
 * <p>We deviate to stay below the truth: the mean is lowered and the deviation raised by their standard errors times a
 * quantile, and both hypotheses get the larger of the two deviations. So the result passes the real ε of Gaussian
 * releases with a probability of at most about that of the quantile.
 */
public final class OneShotAudit {

    private OneShotAudit() {}

    /**
     * Estimates ε from below.
     *
     * @param cosines   of canaries that were sent, 2 or more, finite; not changed
     * @param dimension d, 1 or more
     * @param delta     δ, 1e-200 or more, below 1
     * @param quantile  of the normal distribution, 0 or more: 1.645 errs in 5 % of runs, 3.09 in 0.1 %
     * @return ε, 0 or more
     * @throws IllegalArgumentException if an argument is outside its bound
     */
    public static double epsilon(double[] cosines, long dimension, double delta, double quantile) {
        if (cosines.length < 2 || dimension < 1 || !(quantile >= 0)) {
            throw new IllegalArgumentException(
                    "canaries must be 2 or more, dimension 1 or more, quantile 0 or more, were " + cosines.length + ", "
                            + dimension + ", " + quantile);
        }
        double sum = 0;
        for (double cosine : cosines) {
            sum += cosine;
        }
        double mean = sum / cosines.length;
        double squares = 0;
        for (double cosine : cosines) {
            squares += (cosine - mean) * (cosine - mean);
        }
        if (!Double.isFinite(squares)) {
            throw new IllegalArgumentException("cosines must be finite, their mean was " + mean);
        }
        double deviation = Math.sqrt(squares / (cosines.length - 1));
        double spread = deviation * (1 + quantile / Math.sqrt(2.0 * (cosines.length - 1)));
        double lowered = mean - quantile * deviation / Math.sqrt(cosines.length);
        double distance = lowered / Math.max(spread, 1 / Math.sqrt(dimension));
        return distance <= 1e-9 ? 0 : AnalyticGaussian.epsilon(Math.max(1e-6, 1 / distance), delta);
    }
}
