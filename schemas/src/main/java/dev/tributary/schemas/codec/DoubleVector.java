package dev.tributary.schemas.codec;

import dev.tributary.schemas.payload.PayloadException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/**
 * The payload of a partial sum ({@code FLOAT64}): eight bytes a value, IEEE 754 binary64, little-endian. Sums travel
 * as they are held, so that nothing is rounded on the way from one stage to the other.
 */
public final class DoubleVector {

    private static final int BLOCK = 4096;

    private DoubleVector() {}

    /**
     * Writes a vector.
     *
     * @param values the vector; not kept, not changed
     * @return the payload from position 0 to limit, owned by the caller
     */
    public static ByteBuffer encode(double[] values) {
        ByteBuffer payload = ByteBuffer.allocate(Math.multiplyExact(values.length, Double.BYTES))
                .order(ByteOrder.LITTLE_ENDIAN);
        payload.asDoubleBuffer().put(values);
        return payload;
    }

    /**
     * Adds a written vector to one in memory.
     *
     * @param payload the written vector from position to limit; position and limit are as before afterwards
     * @param sum     changed in place: element by element the sum of both
     * @throws PayloadException if the payload does not hold exactly {@code sum.length} values; the sum is then unchanged
     */
    public static void addTo(ByteBuffer payload, double[] sum) throws PayloadException {
        if (payload.remaining() != (long) sum.length * Double.BYTES) {
            throw new PayloadException(
                    PayloadException.Flaw.LENGTH,
                    "FLOAT64 payload of " + sum.length + " parameters must have " + (long) sum.length * Double.BYTES
                            + " bytes, had " + payload.remaining());
        }
        ByteBuffer bytes = payload.duplicate().order(ByteOrder.LITTLE_ENDIAN);
        // Block by block, since Java compiles for good what is called often, not what takes long.
        for (int from = 0; from < sum.length; from += BLOCK) {
            addTo(bytes, sum, from, Math.min(from + BLOCK, sum.length));
        }
    }

    private static void addTo(ByteBuffer bytes, double[] sum, int from, int to) {
        int base = bytes.position();
        for (int i = from; i < to; i++) {
            sum[i] += bytes.getDouble(base + i * Double.BYTES);
        }
    }
}
