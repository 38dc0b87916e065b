package dev.tributary.schemas.codec;

import dev.tributary.schemas.avro.PayloadEncoding;
import dev.tributary.schemas.payload.PayloadException;
import dev.tributary.schemas.payload.PayloadException.Flaw;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.SplittableRandom;
import java.util.random.RandomGenerator;

/**
 * Blocks of 256 values, the last one shorter if need be: the block's scale as binary32, then one signed byte a value,
 * which stands for itself times the scale. 260 bytes for 256 values, 0.254 of {@code FLOAT32}.
 *
 * <p>The scale of a block is its greatest magnitude divided by 127. With a random generator a value {@code x} becomes
 * {@code ⌊x / scale + u⌋}, {@code u} uniform in [0, 1): the values read have the mean {@code x}, and its error below one
 * scale (stochastic quantisation, Alistarh et al. 2017, section 3.1,
 * <a href="https://arxiv.org/abs/1610.02132">arXiv:1610.02132</a>, with the greatest magnitude of a block in place of
 * the norm of the vector). Without one it becomes the nearest integer, with an error of half a scale at most.
 *
 * <p>A small block keeps one outlier from coarsening the rest; 256 is where the scales cost less than 2 %.
 */
final class Int8Codec implements PayloadCodec {

    /** Values that share a scale. */
    static final int BLOCK_VALUES = 256;

    /** Greatest scale: 128 times as much is still finite. */
    static final float MAX_SCALE = Float.MAX_VALUE / 128;

    private static final int MAX_BYTE = 127;

    /** Two draws from one long: a step of 2⁻³² is far below the rounding of binary32. */
    private static final int DRAW_BITS = 32;

    private static final long DRAW_MASK = (1L << DRAW_BITS) - 1;

    private static final double DRAW_STEP = 0x1p-32;

    @Override
    public PayloadEncoding encoding() {
        return PayloadEncoding.INT8;
    }

    @Override
    public long maxPayloadBytes(long parameterCount) {
        long blocks = parameterCount / BLOCK_VALUES + (parameterCount % BLOCK_VALUES == 0 ? 0 : 1);
        return Math.addExact(parameterCount, blocks * Float.BYTES);
    }

    @Override
    public ByteBuffer encode(float[] values) {
        return write(values, null);
    }

    @Override
    public ByteBuffer encode(float[] values, RandomGenerator random) {
        // One that is known here, seeded by the caller's: a call of it is inlined, and there are half as many as
        // values.
        return write(values, new SplittableRandom(random.nextLong()));
    }

    /** @param random null to round to the nearest */
    private ByteBuffer write(float[] values, SplittableRandom random) {
        ByteBuffer payload = ByteBuffer.allocate(Math.toIntExact(maxPayloadBytes(values.length)))
                .order(ByteOrder.LITTLE_ENDIAN);
        int at = 0;
        for (int from = 0; from < values.length; from += BLOCK_VALUES) {
            int to = Math.min(from + BLOCK_VALUES, values.length);
            float scale = scaleOf(values, from, to);
            payload.putFloat(at, scale);
            at += Float.BYTES;
            if (random == null || scale == 0) {
                putNearest(values, from, to, scale, payload.array(), at);
            } else {
                putRandom(values, from, to, scale, random, payload.array(), at);
            }
            at += to - from;
        }
        return payload;
    }

    private float scaleOf(float[] values, int from, int to) {
        // Magnitudes order as their bits do, and integers are compared faster.
        int greatestBits = 0;
        for (int i = from; i < to; i++) {
            greatestBits = Math.max(greatestBits, Float.floatToRawIntBits(values[i]) & Integer.MAX_VALUE);
        }
        float greatest = Float.intBitsToFloat(greatestBits);
        if (!Float.isFinite(greatest)) {
            FiniteValues.require(encoding(), values);
        }
        float scale = greatest / MAX_BYTE;
        // Rounded down it would leave the greatest value beyond 127 of it, and a mean that is too small.
        float enough = (double) scale * MAX_BYTE < greatest ? Math.nextUp(scale) : scale;
        return Math.min(enough, MAX_SCALE);
    }

    private static void putNearest(float[] values, int from, int to, float scale, byte[] payload, int at) {
        double divisor = scale == 0 ? 1 : scale;
        for (int i = from; i < to; i++) {
            payload[at + i - from] = clamped((int) Math.rint(values[i] / divisor));
        }
    }

    private static void putRandom(
            float[] values, int from, int to, float scale, SplittableRandom random, byte[] payload, int at) {
        // A product instead of a quotient: an error of 2⁻⁵³ where the draw has steps of 2⁻³².
        double perScale = 1 / (double) scale;
        int next = at;
        int i = from;
        // In pairs, each of one long.
        for (; i + 1 < to; i += 2) {
            long drawn = random.nextLong();
            payload[next++] = floor(values[i] * perScale + (drawn & DRAW_MASK) * DRAW_STEP);
            payload[next++] = floor(values[i + 1] * perScale + (drawn >>> DRAW_BITS) * DRAW_STEP);
        }
        if (i < to) {
            payload[next] = floor(values[i] * perScale + (random.nextLong() & DRAW_MASK) * DRAW_STEP);
        }
    }

    /** A cast rounds positive values down, which takes half the time of {@link Math#floor}. */
    private static byte floor(double steps) {
        return clamped((int) (steps + (MAX_BYTE + 1)) - (MAX_BYTE + 1));
    }

    /** Only values above 127/128 of the greatest binary32 need it. */
    private static byte clamped(int steps) {
        return (byte) Math.max(-MAX_BYTE, Math.min(MAX_BYTE, steps));
    }

    @Override
    public void decode(ByteBuffer payload, float[] target) throws PayloadException {
        PayloadLength.require(encoding(), payload, target.length, maxPayloadBytes(target.length));
        ByteBuffer bytes = payload.duplicate().order(ByteOrder.LITTLE_ENDIAN);
        byte[] block = new byte[BLOCK_VALUES];
        for (int from = 0; from < target.length; from += BLOCK_VALUES) {
            int to = Math.min(from + BLOCK_VALUES, target.length);
            float scale = checked(bytes.getFloat(), from);
            bytes.get(block, 0, to - from);
            readBlock(block, scale, target, from, to);
        }
    }

    private static void readBlock(byte[] block, float scale, float[] target, int from, int to) {
        for (int i = from; i < to; i++) {
            target[i] = scale * block[i - from];
        }
    }

    private static float checked(float scale, int from) throws PayloadException {
        if (!Float.isFinite(scale)) {
            throw new PayloadException(
                    Flaw.NON_FINITE, "scale of the INT8 block at parameter " + from + " must be finite, was " + scale);
        }
        if (scale < 0 || scale > MAX_SCALE) {
            throw new PayloadException(
                    Flaw.MALFORMED,
                    "scale of the INT8 block at parameter " + from + " must be 0 to " + MAX_SCALE + ", was " + scale);
        }
        return scale;
    }
}
