package dev.tributary.privacy.quantisation;

import dev.tributary.privacy.words.WordSize;

/**
 * How numbers become integers: a delta of L2 norm C becomes a vector of norm B.
 *
 * @param wordSize        b
 * @param clippingNorm    C, the largest L2 norm of a delta, 1e-30 to 1e30
 * @param bound           B, the largest L2 norm of an update in steps, 1 to 2^30
 * @param coordinateBound c∞, the largest absolute value of a parameter's delta, above 0; infinite for none
 */
public record Quantisation(WordSize wordSize, double clippingNorm, int bound, double coordinateBound) {

    /** Largest B: its square and sums of such squares stay in a long. */
    public static final int LARGEST_BOUND = 1 << 30;

    private static final double EXTREME = 1e30;

    /**
     * @throws IllegalArgumentException if an argument is outside its bound, or if even one update overflows a word
     */
    public Quantisation {
        if (!(clippingNorm >= 1 / EXTREME && clippingNorm <= EXTREME)) {
            throw new IllegalArgumentException("clippingNorm must be 1e-30 to 1e30, was " + clippingNorm);
        }
        if (bound < 1 || bound > LARGEST_BOUND) {
            throw new IllegalArgumentException("bound must be 1 to " + LARGEST_BOUND + ", was " + bound);
        }
        if (!(coordinateBound > 0)) {
            throw new IllegalArgumentException("coordinateBound must be above 0, was " + coordinateBound);
        }
        long limit = coordinateLimit(bound, clippingNorm, coordinateBound);
        if (limit >= wordSize.limit()) {
            throw new IllegalArgumentException("bound must keep a parameter below " + wordSize.limit() + " in "
                    + wordSize.bits() + " bits, was " + bound + " with " + limit
                    + "; choose a smaller bound or coordinateBound");
        }
    }

    /**
     * Makes a quantisation without a bound for single parameters.
     *
     * @param wordSize     b
     * @param clippingNorm C
     * @param bound        B
     * @return the quantisation
     * @throws IllegalArgumentException as the constructor
     */
    public static Quantisation of(WordSize wordSize, double clippingNorm, int bound) {
        return new Quantisation(wordSize, clippingNorm, bound, Double.POSITIVE_INFINITY);
    }

    /**
     * Gives the largest absolute value of a parameter's word.
     *
     * @return {@code min(B, ⌈B·c∞/C⌉)}, at least 1
     */
    public int coordinateLimit() {
        return coordinateLimit(bound, clippingNorm, coordinateBound);
    }

    /**
     * Computes the largest absolute value of a parameter's word.
     *
     * @param bound           B, 1 or more
     * @param clippingNorm    C, above 0
     * @param coordinateBound c∞, above 0; infinite for none
     * @return {@code min(B, ⌈B·c∞/C⌉)}, at least 1
     */
    public static int coordinateLimit(int bound, double clippingNorm, double coordinateBound) {
        return (int) Math.min(bound, Math.ceil(bound * coordinateBound / clippingNorm));
    }
}
