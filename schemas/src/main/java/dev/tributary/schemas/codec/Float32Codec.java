package dev.tributary.schemas.codec;

import dev.tributary.schemas.avro.PayloadEncoding;
import dev.tributary.schemas.payload.PayloadException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.List;

/** Four bytes a value, IEEE 754 binary32, little-endian, nothing else. Exact. */
final class Float32Codec implements PayloadCodec {

    @Override
    public PayloadEncoding encoding() {
        return PayloadEncoding.FLOAT32;
    }

    @Override
    public long maxPayloadBytes(long parameterCount) {
        return Math.multiplyExact(parameterCount, (long) Float.BYTES);
    }

    @Override
    public ByteBuffer encode(float[] values) {
        ByteBuffer payload = ByteBuffer.allocate(Math.multiplyExact(values.length, Float.BYTES))
                .order(ByteOrder.LITTLE_ENDIAN);
        payload.asFloatBuffer().put(values);
        return payload;
    }

    @Override
    public void decode(ByteBuffer payload, float[] target) throws PayloadException {
        PayloadLength.require(encoding(), payload, target.length, maxPayloadBytes(target.length));
        payload.duplicate().order(ByteOrder.LITTLE_ENDIAN).asFloatBuffer().get(target);
    }

    /** Chunk by chunk, without the copy that would join them; a value may be cut by the end of a chunk. */
    @Override
    public void decode(List<ByteBuffer> chunks, float[] target) throws PayloadException {
        long bytesInAll = chunks.stream().mapToLong(ByteBuffer::remaining).sum();
        PayloadLength.require(encoding(), bytesInAll, target.length, maxPayloadBytes(target.length));
        ByteBuffer cut = ByteBuffer.allocate(Float.BYTES).order(ByteOrder.LITTLE_ENDIAN);
        int next = 0;
        for (ByteBuffer chunk : chunks) {
            ByteBuffer bytes = chunk.duplicate().order(ByteOrder.LITTLE_ENDIAN);
            while (cut.position() > 0 && bytes.hasRemaining()) {
                cut.put(bytes.get());
                if (!cut.hasRemaining()) {
                    target[next++] = cut.getFloat(0);
                    cut.clear();
                }
            }
            int whole = bytes.remaining() / Float.BYTES;
            bytes.asFloatBuffer().get(target, next, whole);
            next += whole;
            cut.put(bytes.position(bytes.position() + whole * Float.BYTES));
        }
    }
}
