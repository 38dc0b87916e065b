package dev.tributary.arithmetic;

/**
 * How much an update counts that was trained from an older version: {@code s(τ) = (1 + τ)^-a} (Xie et al. 2019,
 * "Asynchronous Federated Optimization", section 5, polynomial;
 * <a href="https://arxiv.org/abs/1903.03934">arXiv:1903.03934</a>; with a = 0.5 in FedBuff, Nguyen et al. 2022,
 * <a href="https://arxiv.org/abs/2106.06639">arXiv:2106.06639</a>).
 *
 * @param exponent a, 0 or more; 0 ignores staleness
 */
public record StalenessFactor(double exponent) {

    /**
     * Computes the factor.
     *
     * @param staleness τ: versions published since the update's base version, 0 or more
     * @return above 0 and at most 1; exactly 1 for staleness 0
     */
    public double of(long staleness) {
        // Math.pow may differ in the last bit from machine to machine, and with it the model.
        return StrictMath.pow(1.0 + staleness, -exponent);
    }
}
