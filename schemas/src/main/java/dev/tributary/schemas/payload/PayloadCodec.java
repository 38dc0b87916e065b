package dev.tributary.schemas.payload;

import dev.tributary.schemas.avro.PayloadEncoding;
import java.nio.ByteBuffer;

/**
 * One way of writing a vector of floats as bytes. Implementations have no state and may be shared by threads.
 */
public interface PayloadCodec {

    /**
     * Names the encoding in the manifest.
     *
     * @return the encoding that this codec writes and reads
     */
    PayloadEncoding encoding();

    /**
     * Bounds the length of a payload, so that it can be checked before anything is allocated.
     *
     * @param parameterCount length of the vector, at least 1
     * @return greatest length in bytes that {@link #encode} can return for it
     */
    long maxPayloadBytes(long parameterCount);

    /**
     * Writes a vector.
     *
     * @param values the vector; not kept, not changed
     * @return the payload from position 0 to limit, owned by the caller
     */
    ByteBuffer encode(float[] values);

    /**
     * Reads a vector.
     *
     * @param payload the payload from position to limit; position and limit are as before afterwards
     * @param target  receives the values, every element is set; its length is the number of parameters
     * @throws PayloadException if the payload does not hold exactly {@code target.length} values; the target may then
     *                          hold some of them
     */
    void decode(ByteBuffer payload, float[] target) throws PayloadException;
}
