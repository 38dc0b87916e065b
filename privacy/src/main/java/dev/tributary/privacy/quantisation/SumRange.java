package dev.tributary.privacy.quantisation;

import dev.tributary.privacy.words.WordSum;
import java.util.Optional;

/**
 * Range of a released sum of honest updates. Under a mask nobody sees a norm; what can be seen is that the sum of all is
 * no sum of bounded vectors, as when one client sent random words.
 *
 * <p>Every word: {@code |Sⱼ| ≤ Σw·limitⱼ + 10·σ}. The whole: {@code ‖S‖ ≤ Σw·B + σ·(√d + 10)}; for a sub-Gaussian
 * vector {@code P(‖N‖² > σ²·(d + 2√(d·t) + 2t)) ≤ e^-t} (Hsu, Kakade, Zhang 2012, Theorem 2.1,
 * <a href="https://arxiv.org/abs/1110.2842">arXiv:1110.2842</a>), whose left side lies below {@code (√d + √(2t))²}: with
 * t = 50 an honest sum is refused with a probability of at most 2e-22 by its norm and of 3.9e-22 by each word.
 *
 * @param words     words of an update
 * @param weightSum {@code Σ wᵢ} of the release, 1 or more
 * @param sigma     standard deviation of the noise in steps, 0 without noise
 */
public record SumRange(UpdateWords words, long weightSum, double sigma) {

    private static final int BLOCK = 4096;
    /** Of the doubles in which squares are added. */
    private static final double ROUNDING = 1 + 1e-9;

    /**
     * @throws IllegalArgumentException if an argument is outside its bound
     */
    public SumRange {
        if (weightSum < 1 || !(sigma >= 0)) {
            throw new IllegalArgumentException(
                    "sum of weights must be 1 or more and sigma 0 or more, were " + weightSum + " and " + sigma);
        }
    }

    /**
     * Checks a sum.
     *
     * @param sum as many words as an update
     * @return nothing if it is in range, otherwise one line that says which bound it passes
     * @throws IllegalArgumentException if the sum has another length
     */
    public Optional<String> violation(WordSum sum) {
        if (sum.length() != words.length()) {
            throw new IllegalArgumentException("sum must have " + words.length() + " words, had " + sum.length());
        }
        int[] block = new int[Math.min(BLOCK, sum.length())];
        double squares = 0;
        for (int from = 0; from < words.parameterCount(); from += block.length) {
            int count = Math.min(block.length, words.parameterCount() - from);
            sum.read(from, block, count);
            double largest = wordLimit(0);
            for (int i = 0; i < count; i++) {
                if (Math.abs((long) block[i]) > largest) {
                    return Optional.of(line(from + i, block[i], largest));
                }
                squares += (double) block[i] * block[i];
            }
        }
        return extraViolation(sum, squares);
    }

    private Optional<String> extraViolation(WordSum sum, double deltaSquares) {
        double squares = deltaSquares;
        int[] word = new int[1];
        for (int i = words.parameterCount(); i < words.length(); i++) {
            sum.read(i, word, 1);
            if (Math.abs((long) word[0]) > wordLimit(i)) {
                return Optional.of(line(i, word[0], wordLimit(i)));
            }
            squares += words.joint() ? (double) word[0] * word[0] : 0;
        }
        double norm = Math.sqrt(squares);
        double largest = normLimit();
        return norm > largest
                ? Optional.of("norm of the sum must be at most " + largest + ", was " + norm)
                : Optional.empty();
    }

    private double wordLimit(int index) {
        return (double) weightSum * words.limitOf(index) + OverflowBound.SIGMAS * sigma;
    }

    private double normLimit() {
        int count = words.joint() ? words.length() : words.parameterCount();
        double noise = sigma * (Math.sqrt(count) + OverflowBound.SIGMAS);
        return ((double) weightSum * words.quantisation().bound() + noise) * ROUNDING;
    }

    private static String line(int index, int word, double largest) {
        return "word " + index + " of the sum must be at most " + (long) largest + " in size, was " + word;
    }
}
