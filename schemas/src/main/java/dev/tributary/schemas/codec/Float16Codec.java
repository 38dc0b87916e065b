package dev.tributary.schemas.codec;

import dev.tributary.schemas.avro.PayloadEncoding;
import dev.tributary.schemas.payload.PayloadException;
import dev.tributary.schemas.payload.PayloadException.Flaw;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/**
 * Two bytes a value, IEEE 754 binary16, little-endian, nothing else. Rounds to nearest, ties to even: values from 6.2e-5
 * to 65,504 are right to 11 bits, smaller ones to 3e-8.
 *
 * <p>A value beyond ±65,504 is written as ±65,504 and not refused: a delta that large is rejected by its norm in any
 * case, and a model that has one such parameter stays one that clients can read.
 */
final class Float16Codec implements PayloadCodec {

    @Override
    public PayloadEncoding encoding() {
        return PayloadEncoding.FLOAT16;
    }

    @Override
    public long maxPayloadBytes(long parameterCount) {
        return Math.multiplyExact(parameterCount, (long) Short.BYTES);
    }

    @Override
    public ByteBuffer encode(float[] values) {
        FiniteValues.require(encoding(), values);
        ByteBuffer payload = ByteBuffer.allocate(Math.multiplyExact(values.length, Short.BYTES))
                .order(ByteOrder.LITTLE_ENDIAN);
        for (int i = 0; i < values.length; i++) {
            payload.putShort(i * Short.BYTES, (short) Float16.bitsOf(values[i]));
        }
        return payload;
    }

    @Override
    public void decode(ByteBuffer payload, float[] target) throws PayloadException {
        PayloadLength.require(encoding(), payload, target.length, maxPayloadBytes(target.length));
        ByteBuffer bytes = payload.duplicate().order(ByteOrder.LITTLE_ENDIAN);
        int base = bytes.position();
        int greatest = 0;
        for (int i = 0; i < target.length; i++) {
            int bits = bytes.getShort(base + i * Short.BYTES);
            // Looked at once at the end: a branch for each value would cost more than the conversion.
            greatest = Math.max(greatest, bits & Float16.MAGNITUDE_MASK);
            target[i] = Float16.valueOf(bits);
        }
        if (greatest >= Float16.INFINITY_BITS) {
            throw nonFinite(bytes, base);
        }
    }

    /** Looks at the bits again, of which one at least stands for no finite value. */
    private static PayloadException nonFinite(ByteBuffer bytes, int base) {
        int index = 0;
        while ((bytes.getShort(base + index * Short.BYTES) & Float16.MAGNITUDE_MASK) < Float16.INFINITY_BITS) {
            index++;
        }
        int bits = bytes.getShort(base + index * Short.BYTES);
        boolean isNaN = (bits & Float16.MAGNITUDE_MASK) > Float16.INFINITY_BITS;
        String shown = isNaN ? "NaN" : bits < 0 ? "-Infinity" : "Infinity";
        return new PayloadException(
                Flaw.NON_FINITE, "values of a FLOAT16 payload must be finite, was " + shown + " at parameter " + index);
    }
}
