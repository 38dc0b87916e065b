package dev.tributary.aggregation;

/**
 * The updates of a round combined into one vector, before its {@link ReleaseStep}: nobody outside the aggregator has
 * seen it. It is a sum and a divisor, not yet a mean, so that noise can be added to the sum itself.
 *
 * <p>Shares its array with whoever made it; a release takes the array over.
 */
public final class CombinedDelta {

    private final long round;
    private final double[] sum;
    private final double divisor;

    CombinedDelta(long round, double[] sum, double divisor) {
        this.round = round;
        this.sum = sum;
        this.divisor = divisor;
    }

    /**
     * Numbers the round.
     *
     * @return counted from 1: the version that it makes
     */
    public long round() {
        return round;
    }

    double[] sum() {
        return sum;
    }

    double divisor() {
        return divisor;
    }

    @Override
    public String toString() {
        return "CombinedDelta[round " + round + ", " + sum.length + " parameters]";
    }
}
