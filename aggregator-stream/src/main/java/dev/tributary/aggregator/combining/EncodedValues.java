package dev.tributary.aggregator.combining;

import dev.tributary.privacy.words.WordSum;
import dev.tributary.schemas.avro.PayloadEncoding;
import dev.tributary.schemas.codec.DoubleVector;
import dev.tributary.schemas.codec.PayloadCodecs;
import dev.tributary.schemas.payload.PayloadException;
import java.nio.ByteBuffer;

/**
 * Numbers as the topic of partial sums has them: a weighted sum in FLOAT64, or a single delta in FLOAT32.
 *
 * @param encoding          which of the two
 * @param payload           the bytes, from position to limit
 * @param aggregationWeight factor of a single delta, divisor of a sum
 */
record EncodedValues(PayloadEncoding encoding, ByteBuffer payload, double aggregationWeight) implements PartialValues {

    @Override
    public void addTo(double[] sum) throws PayloadException {
        if (encoding == PayloadEncoding.FLOAT64) {
            DoubleVector.addTo(payload, sum);
            return;
        }
        float[] delta = mean(sum.length);
        for (int i = 0; i < sum.length; i++) {
            sum[i] += aggregationWeight * delta[i];
        }
    }

    @Override
    public void addTo(WordSum sum) throws PayloadException {
        if (encoding != PayloadEncoding.FLOAT64) {
            throw new PayloadException(
                    PayloadException.Flaw.MALFORMED, "a partial sum must be of whole numbers here, was a single delta");
        }
        double[] numbers = new double[sum.length()];
        DoubleVector.addTo(payload, numbers);
        WholeSum.addTo(numbers, sum);
    }

    @Override
    public float[] mean(int parameterCount) throws PayloadException {
        if (encoding == PayloadEncoding.FLOAT64) {
            double[] sum = new double[parameterCount];
            DoubleVector.addTo(payload, sum);
            return new SummedValues(sum, aggregationWeight).mean(parameterCount);
        }
        float[] delta = new float[parameterCount];
        PayloadCodecs.FLOAT32.decode(payload, delta);
        return delta;
    }
}
