package dev.tributary.aggregator.intake;

import dev.tributary.arithmetic.FloatVector;
import dev.tributary.schemas.avro.PayloadEncoding;
import dev.tributary.schemas.codec.PayloadLength;
import dev.tributary.schemas.payload.PayloadException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Floats as a {@code FLOAT32} payload has them, read from its chunks where they are. A value may be cut by the end of a
 * chunk. Built by one thread; shared when it is complete.
 */
final class ChunkedFloats implements FloatVector {

    private final List<ByteBuffer> chunks = new ArrayList<>();
    /** For each chunk, how many bytes are before it. */
    private long[] begins = new long[8];

    private long bytes;

    /** Takes the next chunk, which nobody changes from now on. */
    void add(ByteBuffer chunk) {
        if (chunk.hasRemaining()) {
            begins = chunks.size() < begins.length ? begins : Arrays.copyOf(begins, 2 * begins.length);
            begins[chunks.size()] = bytes;
            chunks.add(chunk.slice().order(ByteOrder.LITTLE_ENDIAN));
            bytes += chunk.remaining();
        }
    }

    /** Whole values that have come so far. */
    @Override
    public int length() {
        return (int) (bytes / Float.BYTES);
    }

    /** Checks that the chunks hold so many values, and nothing else. */
    void requireLength(int parameterCount) throws PayloadException {
        PayloadLength.require(PayloadEncoding.FLOAT32, bytes, parameterCount, (long) parameterCount * Float.BYTES);
    }

    @Override
    public void read(int from, float[] target, int count) {
        long position = (long) from * Float.BYTES;
        int index = chunkOf(position);
        int done = 0;
        while (done < count) {
            ByteBuffer chunk = chunks.get(index);
            int offset = (int) (position - begins[index]);
            int whole = Math.min(count - done, (chunk.capacity() - offset) / Float.BYTES);
            if (whole > 0) {
                chunk.slice(offset, whole * Float.BYTES)
                        .order(ByteOrder.LITTLE_ENDIAN)
                        .asFloatBuffer()
                        .get(target, done, whole);
                done += whole;
                position += (long) whole * Float.BYTES;
            } else {
                target[done++] = cut(position);
                position += Float.BYTES;
            }
            while (done < count && position - begins[index] >= chunks.get(index).capacity()) {
                index++;
            }
        }
    }

    private float cut(long position) {
        int bits = 0;
        for (int i = 0; i < Float.BYTES; i++) {
            int index = chunkOf(position + i);
            bits |= (chunks.get(index).get((int) (position + i - begins[index])) & 0xff) << (i * Byte.SIZE);
        }
        return Float.intBitsToFloat(bits);
    }

    private int chunkOf(long position) {
        int found = Arrays.binarySearch(begins, 0, chunks.size(), position);
        return found >= 0 ? found : -found - 2;
    }
}
