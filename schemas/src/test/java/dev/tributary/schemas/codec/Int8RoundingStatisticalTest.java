package dev.tributary.schemas.codec;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.util.SplittableRandom;
import java.util.function.BiFunction;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * INT8's random rounding is unbiased. The mean error of each of 256 values over 4,000 encodings is compared with zero:
 * an error takes one of two values that are one step apart, so that the mean of n errors is further than t steps from
 * its expectation with a probability of at most {@code 2·exp(−2·n·t²)} (Hoeffding 1963, Theorem 2). The tolerance follows
 * from a false-rejection probability of 1e-9 for all values together: so often, with other seeds, the test would fail
 * for a codec that is right.
 */
@Tag("statistical")
class Int8RoundingStatisticalTest {

    private static final double FALSE_REJECTION = 1e-9;
    private static final int ENCODINGS = 4_000;
    private static final int VALUES = Int8Codec.BLOCK_VALUES;

    /** Tolerance of the mean error in steps, for each value, so that all together hold the probability. */
    private static final double TOLERANCE = Math.sqrt(Math.log(2 * VALUES / FALSE_REJECTION) / (2.0 * ENCODINGS));

    private final float[] values = values();

    @Test
    void shouldBeUnbiasedWhenRoundingAtRandom() throws Exception {
        double worst = worstMeanError(PayloadCodecs.INT8::encode);

        assertThat(TOLERANCE).isLessThan(0.06);
        assertThat(worst).isLessThan(TOLERANCE);
    }

    @Test
    void shouldFindTheBiasWhenRoundingToTheNearest() throws Exception {
        double worst = worstMeanError((written, random) -> PayloadCodecs.INT8.encode(written));

        assertThat(worst).isGreaterThan(0.4);
    }

    /** Greatest mean error among the values, in steps. */
    private double worstMeanError(BiFunction<float[], RandomGenerator, ByteBuffer> encoder) throws Exception {
        SplittableRandom random = new SplittableRandom(20261122);
        double[] errors = new double[VALUES];
        float[] read = new float[VALUES];
        for (int n = 0; n < ENCODINGS; n++) {
            PayloadCodecs.INT8.decode(encoder.apply(values, random), read);
            for (int i = 0; i < VALUES; i++) {
                errors[i] += (double) read[i] - values[i];
            }
        }
        double worst = 0;
        for (double error : errors) {
            worst = Math.max(worst, Math.abs(error) / ENCODINGS);
        }
        return worst * 127;
    }

    /** Greatest magnitude 1, so that a step is 1/127. */
    private static float[] values() {
        SplittableRandom random = new SplittableRandom(3);
        float[] values = new float[VALUES];
        values[0] = -1;
        for (int i = 1; i < VALUES; i++) {
            values[i] = (float) random.nextDouble(-1, 1);
        }
        return values;
    }
}
