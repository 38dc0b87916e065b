package dev.tributary.schemas.codec;

import dev.tributary.schemas.FederationException;
import dev.tributary.schemas.avro.PayloadEncoding;
import dev.tributary.schemas.payload.PayloadException;
import dev.tributary.schemas.payload.PayloadException.Flaw;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;

/**
 * The values that are greatest in magnitude, exact; the others are read as zero. Their number as an unsigned 32-bit
 * integer; for each, in ascending order, how many parameters were left out since the one before, as a varint; then, in
 * the same order, the values as binary32. All little-endian.
 *
 * <p>A varint is 7 bits a byte, lowest first, the top bit says that more follow, in as few bytes as it takes. Indices
 * ascend by construction: a gap cannot be negative. At 5 % nearly every gap fits in one byte, so that a kept value costs
 * five: 0.063 of {@code FLOAT32}.
 *
 * <p>The rest is a bias, not noise: a writer keeps it and adds it to its next vector (error feedback; Stich et
 * al. 2018, <a href="https://arxiv.org/abs/1809.07599">arXiv:1809.07599</a>, Algorithm 1).
 */
final class TopKCodec implements PayloadCodec {

    private static final int VARINT_BITS = 7;
    private static final int VARINT_MASK = 0x7f;
    private static final int VARINT_MORE = 0x80;

    /** Bytes of the longest varint of an index. */
    private static final int MAX_VARINT_BYTES = 5;

    /** Bytes of a kept value whose gap fits in one byte: the least that any takes. */
    private static final int LEAST_ENTRY_BYTES = 1 + Float.BYTES;

    private final double fraction;

    /** @param fraction share of the values that is written, above 0 and at most 1 */
    TopKCodec(double fraction) {
        if (!(fraction > 0 && fraction <= 1)) {
            throw new FederationException("top-k fraction must be above 0 and at most 1, was " + fraction);
        }
        this.fraction = fraction;
    }

    @Override
    public PayloadEncoding encoding() {
        return PayloadEncoding.TOP_K;
    }

    @Override
    public long maxPayloadBytes(long parameterCount) {
        // All of them. A gap of two bytes saves 128 values of five each.
        return Math.addExact(Integer.BYTES, Math.multiplyExact(parameterCount, (long) LEAST_ENTRY_BYTES));
    }

    @Override
    public ByteBuffer encode(float[] values) {
        FiniteValues.require(encoding(), values);
        int[] kept = GreatestMagnitudes.indices(values, (int) Math.ceil(values.length * fraction));
        ByteBuffer payload = ByteBuffer.allocate(payloadBytes(kept))
                .order(ByteOrder.LITTLE_ENDIAN)
                .putInt(kept.length);
        int next = 0;
        for (int index : kept) {
            putVarint(payload, index - next);
            next = index + 1;
        }
        for (int index : kept) {
            payload.putFloat(values[index]);
        }
        return payload.flip();
    }

    private static int payloadBytes(int[] kept) {
        int bytes = Math.addExact(Integer.BYTES, Math.multiplyExact(kept.length, LEAST_ENTRY_BYTES));
        int next = 0;
        for (int index : kept) {
            for (int rest = (index - next) >>> VARINT_BITS; rest != 0; rest >>>= VARINT_BITS) {
                bytes = Math.incrementExact(bytes);
            }
            next = index + 1;
        }
        return bytes;
    }

    private static void putVarint(ByteBuffer payload, int value) {
        int rest = value;
        while (rest > VARINT_MASK) {
            payload.put((byte) ((rest & VARINT_MASK) | VARINT_MORE));
            rest >>>= VARINT_BITS;
        }
        payload.put((byte) rest);
    }

    @Override
    public void decode(ByteBuffer payload, float[] target) throws PayloadException {
        ByteBuffer gaps = payload.duplicate().order(ByteOrder.LITTLE_ENDIAN);
        int count = readCount(gaps, target.length);
        // The values stand at the end: with the count checked their place is known before the gaps are read.
        ByteBuffer values = payload.duplicate().order(ByteOrder.LITTLE_ENDIAN);
        values.position(values.limit() - count * Float.BYTES);
        gaps.limit(values.position());
        Arrays.fill(target, 0);
        long next = 0;
        for (int i = 0; i < count; i++) {
            long index = next + readVarint(gaps);
            if (index >= target.length) {
                throw new PayloadException(
                        Flaw.MALFORMED, "index of a TOP_K value must be below " + target.length + ", was " + index);
            }
            target[(int) index] = readValue(values, index);
            next = index + 1;
        }
        if (gaps.hasRemaining()) {
            throw new PayloadException(
                    Flaw.LENGTH, "TOP_K payload must end with its last value, had " + gaps.remaining() + " bytes more");
        }
    }

    private static int readCount(ByteBuffer bytes, int parameterCount) throws PayloadException {
        if (bytes.remaining() < Integer.BYTES) {
            throw new PayloadException(
                    Flaw.LENGTH, "TOP_K payload must have at least 4 bytes, had " + bytes.remaining());
        }
        long count = Integer.toUnsignedLong(bytes.getInt());
        if (count > parameterCount) {
            throw new PayloadException(
                    Flaw.MALFORMED, "count of TOP_K values must be at most " + parameterCount + ", was " + count);
        }
        if (count * LEAST_ENTRY_BYTES > bytes.remaining()) {
            throw new PayloadException(
                    Flaw.LENGTH,
                    "TOP_K payload of " + count + " values must have at least " + count * LEAST_ENTRY_BYTES
                            + " bytes after the count, had " + bytes.remaining());
        }
        return (int) count;
    }

    private static long readVarint(ByteBuffer bytes) throws PayloadException {
        long value = 0;
        for (int i = 0; i < MAX_VARINT_BYTES; i++) {
            if (!bytes.hasRemaining()) {
                throw new PayloadException(Flaw.LENGTH, "gaps of a TOP_K payload must end before its values, did not");
            }
            int next = bytes.get();
            value |= (long) (next & VARINT_MASK) << (i * VARINT_BITS);
            if (next == 0 && i > 0) {
                break;
            }
            if (next >= 0) {
                return value;
            }
        }
        throw new PayloadException(
                Flaw.MALFORMED, "gap of a TOP_K payload must be as few bytes as it takes and at most 5, was not");
    }

    private static float readValue(ByteBuffer values, long index) throws PayloadException {
        float value = values.getFloat();
        if (!Float.isFinite(value)) {
            throw new PayloadException(
                    Flaw.NON_FINITE, "value " + index + " of a TOP_K payload must be finite, was " + value);
        }
        return value;
    }
}
