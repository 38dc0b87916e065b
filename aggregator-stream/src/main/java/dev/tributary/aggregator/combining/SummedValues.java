package dev.tributary.aggregator.combining;

import dev.tributary.arithmetic.WeightedSum;
import dev.tributary.privacy.words.WordSum;
import dev.tributary.schemas.payload.PayloadException;

/**
 * Numbers as the open partial sum of the same task has them. The array is that sum's own: it holds until it is reset.
 *
 * @param weightedSum       sum of the deltas, each times its factor
 * @param aggregationWeight sum of the factors
 */
@SuppressWarnings("ArrayRecordComponent") // A view that lives as long as one call, and is never compared.
record SummedValues(double[] weightedSum, double aggregationWeight) implements PartialValues {

    @Override
    public void addTo(double[] sum) throws PayloadException {
        requireLength(sum.length);
        WeightedSum.addTo(weightedSum, sum);
    }

    @Override
    public float[] mean(int parameterCount) throws PayloadException {
        requireLength(parameterCount);
        return WeightedSum.mean(weightedSum, aggregationWeight);
    }

    @Override
    public void addTo(WordSum sum) throws PayloadException {
        WholeSum.addTo(weightedSum, sum);
    }

    private void requireLength(int parameterCount) throws PayloadException {
        if (weightedSum.length != parameterCount) {
            throw new PayloadException(
                    PayloadException.Flaw.LENGTH,
                    "partial sum must have " + parameterCount + " values, had " + weightedSum.length);
        }
    }
}
