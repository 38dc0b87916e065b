package dev.tributary.privacy.quantisation;

import dev.tributary.arithmetic.StalenessFactor;

/**
 * Weights of updates as integers: {@code w = round(W·(1+τ)^-a)}, the factor being {@link StalenessFactor}'s. Aggregator
 * and mask helper compute them each for itself, from the same header, to the same bits.
 *
 * @param scale    W, the weight of a fresh update, 1 to 65536
 * @param exponent a, finite, 0 or more; 0 ignores staleness
 */
public record StalenessWeights(int scale, double exponent) {

    private static final int LARGEST_SCALE = 1 << 16;

    /**
     * @throws IllegalArgumentException if an argument is outside its bound
     */
    public StalenessWeights {
        if (scale < 1 || scale > LARGEST_SCALE) {
            throw new IllegalArgumentException("weight scale must be 1 to " + LARGEST_SCALE + ", was " + scale);
        }
        if (!(exponent >= 0 && exponent < Double.POSITIVE_INFINITY)) {
            throw new IllegalArgumentException("staleness exponent must be finite and 0 or more, was " + exponent);
        }
    }

    /**
     * Computes a weight.
     *
     * @param staleness τ, 0 or more
     * @return 0 to W; 0 means that the update is too stale to count and belongs to no release
     * @throws IllegalArgumentException if the staleness is negative
     */
    public int of(long staleness) {
        if (staleness < 0) {
            throw new IllegalArgumentException("staleness must be 0 or more, was " + staleness);
        }
        return (int) Math.round(scale * new StalenessFactor(exponent).of(staleness));
    }
}
