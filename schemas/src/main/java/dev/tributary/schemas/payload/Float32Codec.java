package dev.tributary.schemas.payload;

import dev.tributary.schemas.avro.PayloadEncoding;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

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
}
