package dev.tributary.arithmetic;

/**
 * Weights of several updates, added up: the divisor of their weighted sum.
 *
 * <p>Factors are added in double precision. Another order, or other groups, can change the last bits: a replay adds
 * updates into their partial sum and partial sums into the round, as the aggregator does.
 *
 * @param countedExamples Σ nₖ
 * @param factors         Σ wₖ
 */
public record WeightTotal(long countedExamples, double factors) {

    /** Of no update. */
    public static final WeightTotal NONE = new WeightTotal(0, 0);

    /**
     * Adds an update.
     *
     * @param update its weight
     * @return the sum
     */
    public WeightTotal plus(UpdateWeight update) {
        return new WeightTotal(countedExamples + update.countedExamples(), factors + update.factor());
    }

    /**
     * Adds a partial sum.
     *
     * @param partial the weights of its members
     * @return the sum
     */
    public WeightTotal plus(WeightTotal partial) {
        return new WeightTotal(countedExamples + partial.countedExamples, factors + partial.factors);
    }

    /**
     * Computes the divisor of the weighted sum, which makes a mean of it.
     *
     * @param normalization which of the two
     * @return above 0 unless there was no update
     */
    public double divisor(Normalization normalization) {
        return switch (normalization) {
            case EXAMPLES -> countedExamples;
            case WEIGHTS -> factors;
        };
    }
}
