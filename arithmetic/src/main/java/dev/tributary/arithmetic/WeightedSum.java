package dev.tributary.arithmetic;

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
    private final float[] block;

    /**
     * @param parameterCount length of each delta, at least 1
     */
    public WeightedSum(int parameterCount) {
        this.sum = new double[parameterCount];
        this.block = new float[Math.min(parameterCount, Blocks.LENGTH)];
    }

    /**
     * Adds a delta.
     *
     * @param delta  as long as the sum, all finite; not kept
     * @param weight its factor, finite, 0 or more
     * @throws IllegalArgumentException if an argument is outside those bounds (finiteness of the elements is the
     *                                  caller's); the sum is then unchanged
     */
    public void add(FloatVector delta, double weight) {
        if (delta.length() != sum.length) {
            throw new IllegalArgumentException("delta must have " + sum.length + " values, had " + delta.length());
        }
        if (!(weight >= 0 && weight < Double.POSITIVE_INFINITY)) {
            throw new IllegalArgumentException("weight must be finite and 0 or more, was " + weight);
        }
        Blocks.of(sum.length, (from, to) -> {
            delta.read(from, block, to - from);
            add(weight, from, to);
        });
    }

    /**
     * Adds a delta that is there as an array.
     *
     * @param delta  as {@link #add(FloatVector, double)}
     * @param weight as {@link #add(FloatVector, double)}
     * @throws IllegalArgumentException as {@link #add(FloatVector, double)}
     */
    public void add(float[] delta, double weight) {
        add(FloatVector.of(delta), weight);
    }

    private void add(double weight, int from, int to) {
        for (int i = from; i < to; i++) {
            sum[i] += weight * block[i - from];
        }
    }

    /**
     * Counts the elements.
     *
     * @return length of each delta
     */
    public int length() {
        return sum.length;
    }

    /**
     * Gives the sum itself, not a copy.
     *
     * @return the sum; written by the next {@link #add} and by {@link #reset}
     */
    public double[] values() {
        return sum;
    }

    /**
     * Adds a partial sum to the sum of a round.
     *
     * @param partial one sum; not changed
     * @param total   the other, as long; changed
     */
    public static void addTo(double[] partial, double[] total) {
        Blocks.of(total.length, (from, to) -> addTo(partial, total, from, to));
    }

    private static void addTo(double[] partial, double[] total, int from, int to) {
        for (int i = from; i < to; i++) {
            total[i] += partial[i];
        }
    }

    /**
     * Divides a weighted sum.
     *
     * <p>The sum of one update is its product with its factor in double precision, of which twice rounding by 2^-53
     * leaves nothing in a float's 24 bits: divided by the factor it is the update's delta, to the bit.
     *
     * @param sum     Σ wₖ·Δₖ; not changed
     * @param divisor above 0
     * @return a new array
     */
    public static float[] mean(double[] sum, double divisor) {
        float[] mean = new float[sum.length];
        for (int i = 0; i < sum.length; i++) {
            mean[i] = (float) (sum[i] / divisor);
        }
        return mean;
    }

    /** Sets every element to 0. */
    public void reset() {
        Arrays.fill(sum, 0);
    }
}
