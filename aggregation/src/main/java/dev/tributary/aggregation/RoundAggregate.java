package dev.tributary.aggregation;

import java.util.List;
import java.util.function.Function;

/**
 * The updates of a round as its strategy gets them. Its kind says how much of each update is still there:
 *
 * <pre>
 *   SummedUpdates   Σ wₖΔₖ; single updates are gone          LinearStrategy
 *   EveryUpdate     each delta with its client and weight    RobustStrategy
 * </pre>
 *
 * <p>A new kind does not compile before {@link #fold} and its users know it.
 */
public sealed interface RoundAggregate permits RoundAggregate.SummedUpdates, RoundAggregate.EveryUpdate {

    /**
     * Makes the aggregate of a {@link LinearStrategy}.
     *
     * @param round       the round, counted from 1: the version that it makes
     * @param weightedSum Σ wₖΔₖ, as long as the model; it serves as work space, so its content is undefined afterwards
     * @param divisor     divisor of the sum, finite and above 0
     * @return the aggregate
     * @throws IllegalArgumentException if an argument is outside its bounds
     */
    static RoundAggregate ofSum(long round, double[] weightedSum, double divisor) {
        return new SummedUpdates(round, weightedSum, divisor);
    }

    /**
     * Makes the aggregate of a {@link RobustStrategy}.
     *
     * @param round   the round, counted from 1: the version that it makes
     * @param updates in the order in which they joined; where a client has several, the array of its first is
     *                overwritten, the others are not changed
     * @param divisor divisor of a weighted sum of these updates, finite and above 0
     * @return the aggregate
     * @throws IllegalArgumentException if an argument is outside its bounds
     */
    static RoundAggregate ofUpdates(long round, List<ClientDelta> updates, double divisor) {
        return new EveryUpdate(round, updates, divisor);
    }

    /**
     * Numbers the round.
     *
     * @return counted from 1: the version that it makes
     */
    long round();

    /**
     * Gives the divisor of a weighted sum of the updates.
     *
     * @return finite and above 0
     */
    double divisor();

    /**
     * Answers by kind.
     *
     * @param ifSummed answers for a sum
     * @param ifEvery  answers for every update
     * @param <T>      the answer
     * @return the answer of the one that fits
     */
    <T> T fold(Function<SummedUpdates, T> ifSummed, Function<EveryUpdate, T> ifEvery);

    private static void requireBounds(long round, double divisor) {
        if (round < 1) {
            throw new IllegalArgumentException("round must be at least 1, was " + round);
        }
        if (!(divisor > 0 && divisor < Double.POSITIVE_INFINITY)) {
            throw new IllegalArgumentException("divisor must be finite and above 0, was " + divisor);
        }
    }

    /** A weighted sum, from which no single update can be told. */
    final class SummedUpdates implements RoundAggregate {

        private final long round;
        private final double[] weightedSum;
        private final double divisor;

        private SummedUpdates(long round, double[] weightedSum, double divisor) {
            requireBounds(round, divisor);
            this.round = round;
            this.weightedSum = weightedSum;
            this.divisor = divisor;
        }

        @Override
        public long round() {
            return round;
        }

        @Override
        public double divisor() {
            return divisor;
        }

        double[] weightedSum() {
            return weightedSum;
        }

        @Override
        public <T> T fold(Function<SummedUpdates, T> ifSummed, Function<EveryUpdate, T> ifEvery) {
            return ifSummed.apply(this);
        }

        @Override
        public String toString() {
            return "a sum of " + weightedSum.length + " values";
        }
    }

    /** Each update of the round. */
    final class EveryUpdate implements RoundAggregate {

        private final long round;
        private final List<ClientDelta> updates;
        private final double divisor;

        private EveryUpdate(long round, List<ClientDelta> updates, double divisor) {
            requireBounds(round, divisor);
            if (updates.isEmpty()) {
                throw new IllegalArgumentException("a round must have updates, had none");
            }
            this.round = round;
            this.updates = List.copyOf(updates);
            this.divisor = divisor;
        }

        @Override
        public long round() {
            return round;
        }

        @Override
        public double divisor() {
            return divisor;
        }

        List<ClientDelta> updates() {
            return updates;
        }

        @Override
        public <T> T fold(Function<SummedUpdates, T> ifSummed, Function<EveryUpdate, T> ifEvery) {
            return ifEvery.apply(this);
        }

        @Override
        public String toString() {
            return updates.size() + " updates";
        }
    }
}
