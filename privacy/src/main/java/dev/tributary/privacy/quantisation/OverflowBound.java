package dev.tributary.privacy.quantisation;

import dev.tributary.privacy.words.WordSize;

/**
 * Whether a sum fits into its words: {@code Σ wᵢ·limit + 10·σ < 2^(b−1)}, where {@code limit} is the largest absolute
 * value of any word of an update: B, or {@code ⌈B·c∞/C⌉} with a bound for each coordinate.
 *
 * <p>Ten σ: the discrete Gaussian is sub-Gaussian (Canonne, Kamath, Steinke 2020), so noise passes them in one
 * word with a probability of at most {@code 2·e^-50 = 3.9e-22}; in any of two million words, of 8e-16.
 */
public final class OverflowBound {

    /** How many standard deviations of noise a word has room for. */
    public static final double SIGMAS = 10;

    private OverflowBound() {}

    /**
     * Tells whether a sum fits.
     *
     * @param words     words of an update
     * @param weightSum {@code Σ wᵢ}, 0 or more
     * @param sigma     standard deviation of the noise in steps, 0 or more
     * @return true if it does
     */
    public static boolean fits(UpdateWords words, long weightSum, double sigma) {
        return fits(words.quantisation().wordSize(), words.largestLimit(), weightSum, sigma);
    }

    /**
     * Tells whether a sum fits, for whoever knows the largest word alone.
     *
     * @param wordSize     b
     * @param largestLimit largest absolute value of any word of an update
     * @param weightSum    {@code Σ wᵢ}, 0 or more
     * @param sigma        standard deviation of the noise in steps, 0 or more
     * @return true if it does
     */
    public static boolean fits(WordSize wordSize, long largestLimit, long weightSum, double sigma) {
        return (double) weightSum * largestLimit + SIGMAS * sigma < wordSize.limit();
    }

    /**
     * Refuses settings under which a sum could overflow.
     *
     * @param words     words of an update
     * @param weightSum the largest {@code Σ wᵢ} of a release, 1 or more
     * @param sigma     standard deviation of the noise in steps, 0 or more
     * @throws IllegalArgumentException if one could; it names the alternatives
     */
    public static void check(UpdateWords words, long weightSum, double sigma) {
        if (weightSum < 1 || !(sigma >= 0)) {
            throw new IllegalArgumentException(
                    "sum of weights must be 1 or more and sigma 0 or more, were " + weightSum + " and " + sigma);
        }
        if (!fits(words, weightSum, sigma)) {
            long limit = words.quantisation().wordSize().limit();
            throw new IllegalArgumentException("sum of weights times largest word plus 10 sigma must be below " + limit
                    + ", was " + (long) ((double) weightSum * words.largestLimit() + SIGMAS * sigma) + " (" + weightSum
                    + " times " + words.largestLimit() + ", sigma " + sigma
                    + "); choose fewer members, a smaller weight scale, bound or noise multiplier, or 32 bits");
        }
    }

    /**
     * Computes the largest sum of weights that fits.
     *
     * @param words words of an update
     * @param sigma standard deviation of the noise in steps, 0 or more
     * @return 0 or more; 0 if the noise alone fills the words
     */
    public static long largestWeightSum(UpdateWords words, double sigma) {
        double room = words.quantisation().wordSize().limit() - SIGMAS * sigma;
        return room <= 0 ? 0 : (long) Math.ceil(room / words.largestLimit()) - 1;
    }
}
