package dev.tributary.privacy.noise;

import java.math.BigInteger;

/**
 * Discrete Gaussian: {@code P(x) ∝ exp(−x²/(2σ²))} on the integers, drawn exactly by rejection from a discrete Laplace
 * (Canonne, Kamath, Steinke 2020, "The Discrete Gaussian for Differential Privacy", Algorithms 1 to 3,
 * <a href="https://arxiv.org/abs/2004.00010">arXiv:2004.00010</a>): integers alone, no floating point anywhere.
 *
 * <p>A vector of it added to integers of L2 sensitivity Δ satisfies {@code Δ²/(2σ²)}-zCDP (Theorem 14 there), as a
 * Gaussian does.
 *
 * <p>Immutable; threads may share one, each with its own stream.
 */
public abstract sealed class DiscreteGaussian permits IntegerGaussian, RationalGaussian {

    /** Largest integer σ: ten of it stay below 2^32. */
    public static final int LARGEST_SIGMA = 1 << 28;

    DiscreteGaussian() {}

    /**
     * Makes a distribution of an integer σ, which is fast: fastest for a power of two, where no draw is thrown away.
     *
     * @param sigma 1 to 2^28
     * @return the distribution
     * @throws IllegalArgumentException if σ is outside its bound
     */
    public static DiscreteGaussian ofSigma(int sigma) {
        if (sigma < 1 || sigma > LARGEST_SIGMA) {
            throw new IllegalArgumentException("sigma must be 1 to " + LARGEST_SIGMA + ", was " + sigma);
        }
        return new IntegerGaussian(sigma);
    }

    /**
     * Makes a distribution of any rational variance, by integers without bound: some microseconds a value.
     *
     * @param numerator   of σ², 1 or more
     * @param denominator of σ², 1 or more
     * @return the distribution
     * @throws IllegalArgumentException if σ² is outside 2^-20 to 2^56
     */
    public static DiscreteGaussian ofVariance(long numerator, long denominator) {
        if (numerator < 1 || denominator < 1) {
            throw new IllegalArgumentException(
                    "variance must have terms of 1 or more, was " + numerator + "/" + denominator);
        }
        double variance = (double) numerator / denominator;
        if (!(variance >= 0x1p-20 && variance <= 0x1p56)) {
            throw new IllegalArgumentException("variance must be 2^-20 to 2^56, was " + variance);
        }
        return new RationalGaussian(BigInteger.valueOf(numerator), BigInteger.valueOf(denominator));
    }

    /**
     * Draws a value.
     *
     * @param bits source of randomness
     * @return an integer; passes 10·σ with a probability of at most 3.9e-22
     */
    abstract long sample(BitStream bits);

    /**
     * Gives the standard deviation of the Gaussian, which that of the discrete one never passes.
     *
     * @return σ
     */
    public abstract double sigma();

    @Override
    public final String toString() {
        return "DiscreteGaussian[sigma=" + sigma() + "]";
    }
}
