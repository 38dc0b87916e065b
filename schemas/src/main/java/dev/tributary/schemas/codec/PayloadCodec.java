package dev.tributary.schemas.codec;

import dev.tributary.schemas.avro.PayloadEncoding;
import dev.tributary.schemas.payload.ChunkSplitter;
import dev.tributary.schemas.payload.PayloadException;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.random.RandomGenerator;

/**
 * One way of writing a vector of floats as bytes. Implementations have no state and may be shared by threads.
 *
 * <p>A vector is written in one of two ways. {@link #encode(float[])} gives the same bytes for the same values, and
 * rounds to the nearest value that the encoding has: for a model on its way down, and wherever a log is replayed.
 * {@link #encode(float[], RandomGenerator)} may round at random so that the mean over many writers is right: for updates.
 * Both are read by the same {@link #decode}, which alone the bytes have to satisfy.
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
     * Writes a vector: the same bytes for the same values.
     *
     * @param values the vector; not kept, not changed
     * @return the payload from position 0 to limit, owned by the caller
     * @throws IllegalArgumentException if a value is infinite or not a number, and the encoding is not
     *     {@code FLOAT32}, which keeps every bit
     */
    ByteBuffer encode(float[] values);

    /**
     * Writes a vector so that the values read back are unbiased, where the encoding can do that: the mean over
     * {@code random} of each value read is the value written. Other encodings write the same bytes as
     * {@link #encode(float[])} and draw nothing.
     *
     * @param values the vector; not kept, not changed
     * @param random decides which way values are rounded; used during the call only
     * @return the payload from position 0 to limit, owned by the caller
     * @throws IllegalArgumentException as {@link #encode(float[])}
     */
    default ByteBuffer encode(float[] values, RandomGenerator random) {
        return encode(values);
    }

    /**
     * Reads a vector. Allocates nothing that grows with the payload or with its own declarations.
     *
     * @param payload the payload from position to limit; position and limit are as before afterwards
     * @param target  receives the values, every element is set; its length is the number of parameters
     * @throws PayloadException if the payload does not hold exactly {@code target.length} values, has bytes that its
     *                          encoding does not allow or, in another encoding than {@code FLOAT32}, a value that is
     *                          not finite; the target may then hold some of the values
     */
    void decode(ByteBuffer payload, float[] target) throws PayloadException;

    /**
     * Reads a vector from the chunks of its payload.
     *
     * @param chunks the payload in order, each chunk from position to limit, cut anywhere; not changed
     * @param target as in {@link #decode(ByteBuffer, float[])}
     * @throws PayloadException as {@link #decode(ByteBuffer, float[])}
     */
    default void decode(List<ByteBuffer> chunks, float[] target) throws PayloadException {
        decode(ChunkSplitter.join(chunks), target);
    }
}
