package dev.tributary.privacy.accountant;

/**
 * Exact (ε, δ) of Gaussian noise (Balle and Wang 2018, "Improving the Gaussian Mechanism for Differential Privacy",
 * Theorem 8, <a href="https://arxiv.org/abs/1805.06530">arXiv:1805.06530</a>): with σ in units of the L2 sensitivity,
 *
 * <pre>
 *   δ(ε) = Φ(1/(2σ) − ε·σ) − e^ε·Φ(−1/(2σ) − ε·σ)
 * </pre>
 *
 * <p>Several releases are one: those with σᵢ are together one with {@code 1/σ² = Σ 1/σᵢ²}, so with {@code σ = 1/√(2ρ)}.
 * For discrete Gaussian noise it is the value of the continuous one, which differs from its own by far less than a
 * digit that is shown once σ is some dozens of steps; the guarantee itself is {@link ZeroConcentrated}'s.
 */
public final class AnalyticGaussian {

    private static final double ROOT_2 = Math.sqrt(2);
    private static final double LEAST_SIGMA = 1e-6;
    private static final double LARGEST_SIGMA = 1e9;

    private AnalyticGaussian() {}

    /**
     * Computes δ.
     *
     * @param sigma   standard deviation by sensitivity, 1e-6 to 1e9
     * @param epsilon ε, finite, 0 or more
     * @return 0 to 1
     * @throws IllegalArgumentException if an argument is outside its bound
     */
    public static double delta(double sigma, double epsilon) {
        checkSigma(sigma);
        Bounds.notNegative("epsilon", epsilon);
        double near = (epsilon * sigma - 1 / (2 * sigma)) / ROOT_2;
        double far = (epsilon * sigma + 1 / (2 * sigma)) / ROOT_2;
        // e^ε·φ(far) = φ(near): both terms share one factor, and neither overflows.
        double factor = Math.exp(-near * near) / 2;
        double tail = factor * ErrorFunction.scaledComplement(far);
        double delta = near >= 0
                ? factor * ErrorFunction.scaledComplement(near) - tail
                : 1 - factor * ErrorFunction.scaledComplement(-near) - tail;
        return Math.max(0, Math.min(1, delta));
    }

    /**
     * Computes ε.
     *
     * @param sigma standard deviation by sensitivity, 1e-6 to 1e9
     * @param delta δ, 1e-200 or more, below 1
     * @return the least ε, 0 or more, whose δ is at most the one given
     * @throws IllegalArgumentException if an argument is outside its bound
     */
    public static double epsilon(double sigma, double delta) {
        checkSigma(sigma);
        Bounds.delta(delta);
        if (delta(sigma, 0) <= delta) {
            return 0;
        }
        double above = ZeroConcentrated.epsilon(1 / (2 * sigma * sigma), delta) + 1e-9;
        return Search.border(epsilon -> delta(sigma, epsilon) <= delta, 0, above);
    }

    /**
     * Computes σ.
     *
     * @param epsilon ε, finite, above 0
     * @param delta   δ, 1e-200 or more, below 1
     * @return the least standard deviation by sensitivity that gives them, 1e-6 to 1e9
     * @throws IllegalArgumentException if an argument is outside its bound, or if no σ within those bounds does
     */
    public static double sigma(double epsilon, double delta) {
        Bounds.positive("epsilon", epsilon);
        Bounds.delta(delta);
        if (delta(LARGEST_SIGMA, epsilon) > delta) {
            throw new IllegalArgumentException(
                    "epsilon must be within reach of a sigma of 1e9, was " + epsilon + " at " + delta);
        }
        if (delta(LEAST_SIGMA, epsilon) <= delta) {
            return LEAST_SIGMA;
        }
        double log = Search.border(
                u -> delta(Math.exp(u), epsilon) <= delta, Math.log(LEAST_SIGMA), Math.log(LARGEST_SIGMA));
        return Math.min(LARGEST_SIGMA, Math.exp(log));
    }

    private static void checkSigma(double sigma) {
        if (!(sigma >= LEAST_SIGMA && sigma <= LARGEST_SIGMA)) {
            throw new IllegalArgumentException("sigma must be 1e-6 to 1e9, was " + sigma);
        }
    }
}
