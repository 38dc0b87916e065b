package dev.tributary.privacy.quantisation;

import dev.tributary.privacy.words.WordSum;
import java.util.OptionalDouble;

/**
 * A weighted sum of updates, read as numbers again: {@code Σ wᵢ·Δᵢ} is its words times C/B.
 *
 * <p>Not thread-safe while the sum is being added to.
 */
public final class ReleasedSum {

    private final UpdateWords words;
    private final WordSum sum;
    private final long weightSum;

    /**
     * @param words     words of an update
     * @param sum       the unmasked sum; shared
     * @param weightSum {@code Σ wᵢ}, 1 or more
     * @throws IllegalArgumentException if the sum has another length or the weights are outside their bound
     */
    public ReleasedSum(UpdateWords words, WordSum sum, long weightSum) {
        if (sum.length() != words.length()) {
            throw new IllegalArgumentException("sum must have " + words.length() + " words, had " + sum.length());
        }
        if (weightSum < 1) {
            throw new IllegalArgumentException("sum of weights must be 1 or more, was " + weightSum);
        }
        this.words = words;
        this.sum = sum;
        this.weightSum = weightSum;
    }

    /**
     * Reads the sum of the deltas.
     *
     * @param target as long as a delta; receives {@code Σ wᵢ·Δᵢ}, or {@code Σ wᵢ·nᵢ/n_max·Δᵢ} by examples
     * @throws IllegalArgumentException if the target has another length
     */
    public void readDelta(double[] target) {
        if (target.length != words.parameterCount()) {
            throw new IllegalArgumentException(
                    "target must have " + words.parameterCount() + " places, had " + target.length);
        }
        double step = words.quantisation().clippingNorm() / words.deltaBound();
        int[] block = new int[Math.min(4096, target.length)];
        for (int from = 0; from < target.length; from += block.length) {
            int count = Math.min(block.length, target.length - from);
            sum.read(from, block, count);
            for (int i = 0; i < count; i++) {
                target[from + i] = block[i] * step;
            }
        }
    }

    /**
     * Gives the divisor that makes a mean of the sum.
     *
     * @return {@code Σ wᵢ}, or {@code Σ wᵢ·nᵢ/n_max} by examples; nothing if noise left no examples, and the sum is
     *     worthless then
     */
    public OptionalDouble divisor() {
        int index = words.indexOf(ExtraKind.EXAMPLES);
        if (index < 0) {
            return OptionalDouble.of(weightSum);
        }
        double examples = (double) word(index) / extra(index).scale();
        return examples > 0 ? OptionalDouble.of(examples) : OptionalDouble.empty();
    }

    /**
     * Gives the weighted mean of an extra number.
     *
     * @param kind loss or accuracy: by examples if updates count by them; examples: the mean of {@code min(n, n_max)},
     *             where {@code n_max} is the word's upper value; clipped: the share of clipped clients, 0 to 1
     * @return the mean; nothing if updates do not tell it, or noise left no divisor
     */
    public OptionalDouble mean(ExtraKind kind) {
        int index = words.indexOf(kind);
        if (index < 0) {
            return OptionalDouble.empty();
        }
        double share = (double) word(index) / extra(index).scale();
        return switch (kind) {
            case CLIPPED -> OptionalDouble.of(Math.max(0, Math.min(1, (1 + share / weightSum) / 2)));
            case EXAMPLES -> OptionalDouble.of(share * extra(index).upper() / weightSum);
            case LOSS, ACCURACY ->
                divisor().isPresent()
                        ? OptionalDouble.of(
                                share * extra(index).upper() / divisor().getAsDouble())
                        : OptionalDouble.empty();
        };
    }

    private ExtraWord extra(int index) {
        return words.extras().get(index - words.parameterCount());
    }

    private int word(int index) {
        int[] word = new int[1];
        sum.read(index, word, 1);
        return word[0];
    }
}
