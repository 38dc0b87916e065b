package dev.tributary.aggregator.combining;

import dev.tributary.arithmetic.Blocks;
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
        Blocks.of(sum.length, (from, to) -> addTo(sum, from, to));
    }

    private void addTo(double[] sum, int from, int to) {
        for (int i = from; i < to; i++) {
            sum[i] += weightedSum[i];
        }
    }

    /**
     * {@inheritDoc}
     *
     * <p>The sum of one update is its product with the weight in double precision, of which twice rounding by 2^-53
     * leaves nothing in a float's 24 bits.
     */
    @Override
    public float[] mean(int parameterCount) throws PayloadException {
        requireLength(parameterCount);
        float[] mean = new float[parameterCount];
        for (int i = 0; i < parameterCount; i++) {
            mean[i] = (float) (weightedSum[i] / aggregationWeight);
        }
        return mean;
    }

    private void requireLength(int parameterCount) throws PayloadException {
        if (weightedSum.length != parameterCount) {
            throw new PayloadException(
                    PayloadException.Flaw.LENGTH,
                    "partial sum must have " + parameterCount + " values, had " + weightedSum.length);
        }
    }
}
