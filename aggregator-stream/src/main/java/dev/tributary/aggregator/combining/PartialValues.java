package dev.tributary.aggregator.combining;

import dev.tributary.schemas.payload.PayloadException;

/** The numbers of a partial sum, in whatever form they came. */
public interface PartialValues {

    /**
     * Adds the weighted sum.
     *
     * @param sum as many values as the model has parameters; changed
     * @throws PayloadException if the lengths differ or the bytes are not what they should be; the sum is then unchanged
     */
    void addTo(double[] sum) throws PayloadException;

    /**
     * Divides the weighted sum by its weight: of one update that is its delta, to the bit.
     *
     * @param parameterCount parameters of the model
     * @return a new array
     * @throws PayloadException if the length is another one
     */
    float[] mean(int parameterCount) throws PayloadException;
}
