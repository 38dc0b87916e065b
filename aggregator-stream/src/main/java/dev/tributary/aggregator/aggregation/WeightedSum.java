package dev.tributary.aggregator.aggregation;

import java.util.Arrays;

/**
 * Weighted sum of model deltas, built one delta at a time: {@code Σ wₖ·Δₖ}.
 *
 * <p>Deltas arrive as {@code float} and are summed in {@code double}. Another order of the same deltas can change the
 * last bits, so a replay gives the same bits only if it adds in the same order.
 *
 * <p>Not thread-safe: one instance belongs to one stream task.
 */
public final class WeightedSum {

    private final double[] sum;

    /**
     * @param parameterCount length of each delta, at least 1
     */
    public WeightedSum(int parameterCount) {
        this.sum = new double[parameterCount];
    }

    /**
     * Adds a delta.
     *
     * @param delta  as long as the sum, all finite; not kept, not changed
     * @param weight its factor, finite, 0 or more
     * @throws IllegalArgumentException if an argument is outside those bounds (finiteness of the elements is the
     *                                  caller's); the sum is then unchanged
     */
    public void add(float[] delta, double weight) {
        if (delta.length != sum.length) {
            throw new IllegalArgumentException("delta must have " + sum.length + " values, had " + delta.length);
        }
        if (!(weight >= 0 && weight < Double.POSITIVE_INFINITY)) {
            throw new IllegalArgumentException("weight must be finite and 0 or more, was " + weight);
        }
        Blocks.of(sum.length, (from, to) -> add(delta, weight, from, to));
    }

    private void add(float[] delta, double weight, int from, int to) {
        for (int i = from; i < to; i++) {
            sum[i] += weight * delta[i];
        }
    }

    /**
     * Gives the sum itself, not a copy.
     *
     * @return the sum; written by the next {@link #add} and by {@link #reset}
     */
    public double[] values() {
        return sum;
    }

    /** Sets every element to 0. */
    public void reset() {
        Arrays.fill(sum, 0);
    }
}
