package dev.tributary.aggregation;

import dev.tributary.arithmetic.Blocks;

/**
 * A combined delta that may become public: the only thing along which a server step is made. It is made by a
 * {@link ReleaseStep}, once for a round.
 */
public final class ReleasedDelta {

    private final long round;
    private final double[] sum;
    private final double divisor;

    private ReleasedDelta(long round, double[] sum, double divisor) {
        this.round = round;
        this.sum = sum;
        this.divisor = divisor;
    }

    /**
     * Releases a combined delta as it is.
     *
     * @param combined its array is taken over, and must not be used any more
     * @return the same numbers
     */
    public static ReleasedDelta unchanged(CombinedDelta combined) {
        return new ReleasedDelta(combined.round(), combined.sum(), combined.divisor());
    }

    /**
     * Releases a sum that has become public as whole numbers.
     *
     * @param round   the round, counted from 1
     * @param sum     Σ wₖΔₖ; taken over, and not to be used any more
     * @param divisor divisor of the sum, finite and above 0
     * @return the delta
     * @throws IllegalArgumentException if the divisor is outside its bounds
     */
    public static ReleasedDelta of(long round, double[] sum, double divisor) {
        if (!(divisor > 0 && divisor < Double.POSITIVE_INFINITY)) {
            throw new IllegalArgumentException("divisor must be finite and above 0, was " + divisor);
        }
        return new ReleasedDelta(round, sum, divisor);
    }

    /**
     * Numbers the round.
     *
     * @return counted from 1: the version that it makes
     */
    public long round() {
        return round;
    }

    /** Divides in place, so once only; returns Δₜ. */
    double[] meanInPlace() {
        Blocks.of(sum.length, (from, to) -> divide(sum, divisor, from, to));
        return sum;
    }

    private static void divide(double[] sum, double divisor, int from, int to) {
        for (int i = from; i < to; i++) {
            sum[i] /= divisor;
        }
    }

    @Override
    public String toString() {
        return "ReleasedDelta[round " + round + ", " + sum.length + " parameters]";
    }
}
