package dev.tributary.aggregator.intake;

import dev.tributary.aggregator.admission.MaskedWords;
import dev.tributary.arithmetic.FloatVector;
import dev.tributary.arithmetic.L2Norm;
import dev.tributary.arithmetic.MeasuredDelta;
import dev.tributary.privacy.words.WordSize;
import dev.tributary.schemas.avro.PayloadEncoding;
import dev.tributary.schemas.codec.PayloadCodec;
import dev.tributary.schemas.codec.PayloadCodecs;
import dev.tributary.schemas.payload.PayloadException;
import java.nio.ByteBuffer;
import java.util.List;

/**
 * The values of an update while its chunks come. Not thread-safe.
 *
 * @param <V> the values when all chunks have come
 */
interface ArrivingValues<V> {

    /** Takes the next chunk, which nobody changes from now on. */
    void add(ByteBuffer chunk);

    /**
     * Gives the values; to be called once, when all chunks have come.
     *
     * @param chunks         the chunks again, in order
     * @param valueCount     values that they must be
     * @throws PayloadException if they are not so many values, or not what their encoding allows
     */
    V finish(List<ByteBuffer> chunks, int valueCount) throws PayloadException;

    /** Begins a delta in one of the encodings that this release reads. */
    static ArrivingValues<MeasuredDelta> of(PayloadEncoding encoding) {
        return encoding == PayloadEncoding.FLOAT32 ? new ArrivingFloats() : new Encoded(encoding);
    }

    /** Begins words under a mask; of a size that no manifest may have, none is ever added. */
    static ArrivingValues<MaskedWords> ofWords(int bits) {
        return new Words(bits == WordSize.BITS_16.bits() ? WordSize.BITS_16 : WordSize.BITS_32);
    }

    /** Words under a mask: there is nothing to measure in them, and no array is made of them. */
    record Words(WordSize size) implements ArrivingValues<MaskedWords> {

        @Override
        public void add(ByteBuffer chunk) {
            // Nobody here can read it.
        }

        @Override
        public MaskedWords finish(List<ByteBuffer> chunks, int wordCount) throws PayloadException {
            long bytes = chunks.stream().mapToLong(ByteBuffer::remaining).sum();
            if (bytes != (long) wordCount * size.bytes()) {
                throw new PayloadException(
                        PayloadException.Flaw.LENGTH,
                        "payload must have " + wordCount + " words of " + size.bits() + " bits, had " + bytes
                                + " bytes");
            }
            return new MaskedWords(size, chunks);
        }
    }

    /** Values that can only be had from the whole payload. */
    record Encoded(PayloadEncoding encoding) implements ArrivingValues<MeasuredDelta> {

        @Override
        public void add(ByteBuffer chunk) {
            // Nothing can be done before the others are there.
        }

        @Override
        public MeasuredDelta finish(List<ByteBuffer> chunks, int parameterCount) throws PayloadException {
            PayloadCodec codec = PayloadCodecs.of(encoding).orElseThrow();
            float[] values = new float[parameterCount];
            codec.decode(chunks, values);
            return new MeasuredDelta(FloatVector.of(values), L2Norm.of(values));
        }
    }
}
