package dev.tributary.privacy.accountant;

/**
 * From ρ of zero-concentrated differential privacy (Bun and Steinke 2016,
 * <a href="https://arxiv.org/abs/1605.02065">arXiv:1605.02065</a>) to (ε, δ) and back (Canonne, Kamath, Steinke 2020,
 * Proposition 12 and Corollary 13, <a href="https://arxiv.org/abs/2004.00010">arXiv:2004.00010</a>), minimised over real
 * orders α:
 *
 * <pre>
 *   ε = α·ρ + (ln(1/δ) + (α−1)·ln(1−1/α) − ln α) / (α−1)
 * </pre>
 *
 * <p>It holds for Gaussian and discrete Gaussian noise alike.
 */
public final class ZeroConcentrated {

    private static final double LEAST_ORDER = -40;
    private static final double LARGEST_ORDER = 500;
    private static final double GRID = 0.5;

    private ZeroConcentrated() {}

    /**
     * Computes ε.
     *
     * @param rho   ρ, finite, 0 or more
     * @param delta δ, 1e-200 or more, below 1
     * @return 0 or more
     * @throws IllegalArgumentException if an argument is outside its bound
     */
    public static double epsilon(double rho, double delta) {
        Bounds.notNegative("rho", rho);
        Bounds.delta(delta);
        if (rho == 0) {
            return 0;
        }
        double logInverse = -Math.log(delta);
        double least = Search.minimum(u -> epsilonAt(Math.exp(u), rho, logInverse), LEAST_ORDER, LARGEST_ORDER, GRID);
        return Math.max(0, least);
    }

    /** With {@code v = α − 1}, so that orders near 1 keep their digits. */
    private static double epsilonAt(double v, double rho, double logInverse) {
        return (1 + v) * rho + (logInverse - Math.log1p(v)) / v - Math.log1p(1 / v);
    }

    /**
     * Computes δ.
     *
     * @param rho     ρ, finite, 0 or more
     * @param epsilon ε, finite, 0 or more
     * @return 0 to 1
     * @throws IllegalArgumentException if an argument is outside its bound
     */
    public static double delta(double rho, double epsilon) {
        Bounds.notNegative("rho", rho);
        Bounds.notNegative("epsilon", epsilon);
        if (rho == 0) {
            return 0;
        }
        double least = Search.minimum(
                u -> {
                    double v = Math.exp(u);
                    return v * ((1 + v) * rho - epsilon - Math.log1p(1 / v)) - Math.log1p(v);
                },
                LEAST_ORDER,
                LARGEST_ORDER / 2,
                GRID);
        return Math.min(1, Math.exp(least));
    }

    /**
     * Computes the largest ρ that an ε allows.
     *
     * @param epsilon ε, finite, above 0
     * @param delta   δ, 1e-200 or more, below 1
     * @return ρ, above 0, whose ε is at most the one given
     * @throws IllegalArgumentException if an argument is outside its bound
     */
    public static double rho(double epsilon, double delta) {
        Bounds.positive("epsilon", epsilon);
        Bounds.delta(delta);
        // ε ≥ ρ − … is no bound for δ near 1, hence the doubling.
        double above = epsilon + 1;
        while (epsilon(above, delta) <= epsilon) {
            above *= 2;
        }
        return Search.border(rho -> epsilon(rho, delta) <= epsilon, above, 0);
    }
}
