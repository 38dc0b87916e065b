package dev.tributary.privacy.accountant;

/**
 * From Rényi differential privacy of one order to (ε, δ) (Canonne, Kamath, Steinke 2020, Proposition 12,
 * <a href="https://arxiv.org/abs/2004.00010">arXiv:2004.00010</a>):
 * {@code ε = RDP + ln((α−1)/α) − (ln δ + ln α)/(α−1)}.
 */
public final class RenyiConversion {

    private RenyiConversion() {}

    /**
     * Computes ε.
     *
     * @param order α, above 1
     * @param rdp   divergence of that order, 0 or more; steps have been added up
     * @param delta δ, 1e-200 or more, below 1
     * @return 0 or more
     * @throws IllegalArgumentException if an argument is outside its bound
     */
    public static double epsilon(double order, double rdp, double delta) {
        Bounds.delta(delta);
        Bounds.positive("order less 1", order - 1);
        if (!(rdp >= 0)) {
            throw new IllegalArgumentException("rdp must be 0 or more, was " + rdp);
        }
        double v = order - 1;
        return Math.max(0, rdp - Math.log1p(1 / v) - (Math.log(delta) + Math.log1p(v)) / v);
    }
}
