package dev.tributary.aggregation;

import java.util.List;

/** What a round hands to its strategy: the weighted sum of its deltas, or every update. */
public final class RoundInput {

    private final long round;
    private final double[] weightedSum;
    private final List<ClientDelta> updates;
    private final double divisor;

    private RoundInput(long round, double[] weightedSum, List<ClientDelta> updates, double divisor) {
        if (round < 1) {
            throw new IllegalArgumentException("round must be at least 1, was " + round);
        }
        if (!(divisor > 0 && divisor < Double.POSITIVE_INFINITY)) {
            throw new IllegalArgumentException("divisor must be finite and above 0, was " + divisor);
        }
        this.round = round;
        this.weightedSum = weightedSum;
        this.updates = updates;
        this.divisor = divisor;
    }

    /**
     * Makes the input of a strategy that needs only the sum.
     *
     * @param round       the round, counted from 1: the version that it makes
     * @param weightedSum Σ wₖΔₖ, as long as the model; it serves as the strategy's work space, so its content is
     *                    undefined afterwards
     * @param divisor     what the sum is divided by, finite and above 0
     * @return the input
     * @throws IllegalArgumentException if an argument is outside its bounds
     */
    public static RoundInput ofSum(long round, double[] weightedSum, double divisor) {
        return new RoundInput(round, weightedSum, List.of(), divisor);
    }

    /**
     * Makes the input of a strategy that {@linkplain AggregationStrategy#needsEveryUpdate needs every update}.
     *
     * @param round   the round, counted from 1: the version that it makes
     * @param updates in the order in which they joined; where a client has several, the array of its first is
     *                overwritten, the others are not changed
     * @param divisor what a weighted sum of these updates is divided by, finite and above 0
     * @return the input
     * @throws IllegalArgumentException if an argument is outside its bounds
     */
    public static RoundInput ofUpdates(long round, List<ClientDelta> updates, double divisor) {
        if (updates.isEmpty()) {
            throw new IllegalArgumentException("a round must have updates, had none");
        }
        return new RoundInput(round, new double[0], List.copyOf(updates), divisor);
    }

    long round() {
        return round;
    }

    double[] weightedSum() {
        return weightedSum;
    }

    List<ClientDelta> updates() {
        return updates;
    }

    double divisor() {
        return divisor;
    }
}
