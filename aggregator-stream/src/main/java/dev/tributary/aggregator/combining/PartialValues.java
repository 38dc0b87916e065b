package dev.tributary.aggregator.combining;

import dev.tributary.privacy.words.WordSum;
import dev.tributary.schemas.masked.Digest;
import dev.tributary.schemas.payload.PayloadException;
import java.util.Optional;

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

    /**
     * Adds words under masks, or whole numbers as words.
     *
     * @param sum as many words as an update has; changed, modulo 2^b
     * @throws PayloadException if these are no words, or of another shape; the sum is then unchanged
     */
    default void addTo(WordSum sum) throws PayloadException {
        throw new PayloadException(
                PayloadException.Flaw.MALFORMED, "a partial sum must be of words under masks here, was of numbers");
    }

    /**
     * Gives the header digest of the masked update that these are the words of.
     *
     * @return the digest, or empty if these are no words under a mask
     */
    default Optional<Digest> headerOfOnlyMember() {
        return Optional.empty();
    }
}
