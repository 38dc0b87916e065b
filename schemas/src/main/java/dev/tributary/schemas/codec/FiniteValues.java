package dev.tributary.schemas.codec;

import dev.tributary.schemas.avro.PayloadEncoding;

/** The values that an encoding with rounding can write. */
final class FiniteValues {

    private FiniteValues() {}

    static void require(PayloadEncoding encoding, float[] values) {
        for (int i = 0; i < values.length; i++) {
            if (!Float.isFinite(values[i])) {
                throw new IllegalArgumentException("values to be written as " + encoding + " must be finite, was "
                        + values[i] + " at parameter " + i);
            }
        }
    }
}
