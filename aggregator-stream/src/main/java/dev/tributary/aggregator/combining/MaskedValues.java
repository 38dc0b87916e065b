package dev.tributary.aggregator.combining;

import dev.tributary.aggregator.admission.Admitted;
import dev.tributary.aggregator.recorded.AdmittedUpdate;
import dev.tributary.privacy.words.WordSize;
import dev.tributary.privacy.words.WordSum;
import dev.tributary.schemas.avro.PartialSum;
import dev.tributary.schemas.avro.UpdateMember;
import dev.tributary.schemas.masked.Digest;
import dev.tributary.schemas.payload.PayloadException;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Optional;

/**
 * The words of one masked update, added as they came: nobody here can read them.
 *
 * @param size         bits of a word
 * @param chunks       little-endian words in the chunks that they came in, from position to limit; a word may be cut by the
 *                     end of a chunk
 * @param weight       factor of the update in the sum, 1 or more
 * @param headerDigest digest of its header
 */
public record MaskedValues(WordSize size, List<ByteBuffer> chunks, int weight, Digest headerDigest)
        implements PartialValues {

    static MaskedValues of(AdmittedUpdate member, Admitted.Masked update) {
        return new MaskedValues(
                update.words().size(),
                update.words().chunks(),
                (int) member.aggregationWeight(),
                update.headerDigest());
    }

    /** Words of the only member of a partial sum, as its topic has them. */
    static MaskedValues of(PartialSum manifest, ByteBuffer payload) {
        long bits = manifest.getPayloadBytes() * Byte.SIZE / Math.max(1, manifest.getParameterCount());
        byte[] digest = new byte[manifest.getMaskedHeader().remaining()];
        manifest.getMaskedHeader().duplicate().get(digest);
        return new MaskedValues(
                WordSize.ofBits((int) bits),
                List.of(payload),
                (int) manifest.getAggregationWeight(),
                Digest.of(digest));
    }

    /** Words that the update has. */
    int length() {
        return (int) (bytes() / size.bytes());
    }

    private long bytes() {
        return chunks.stream().mapToLong(ByteBuffer::remaining).sum();
    }

    /** The words as one payload, still under their mask: a new buffer. */
    ByteBuffer payload() {
        ByteBuffer payload = ByteBuffer.allocate((int) bytes());
        chunks.forEach(chunk -> payload.put(chunk.duplicate()));
        return payload.flip();
    }

    /** The update as a member of its partial sum; its examples, if it has any, stand under the mask. */
    static UpdateMember member(AdmittedUpdate member, Admitted.Masked update, int partition) {
        return new UpdateMember(
                member.updateId(),
                member.clientId(),
                member.baseVersion(),
                member.staleness(),
                0L,
                member.aggregationWeight(),
                update.payloadBytes(),
                partition,
                member.sequence());
    }

    @Override
    public void addTo(WordSum sum) throws PayloadException {
        long bytes = bytes();
        if (sum.size() != size || bytes != size.bytesOf(sum.length())) {
            throw new PayloadException(
                    PayloadException.Flaw.LENGTH,
                    "masked update must have " + sum + ", had " + bytes + " bytes of " + size.bits() + " bits a word");
        }
        ByteBuffer cut = ByteBuffer.allocate(size.bytes());
        int word = 0;
        for (ByteBuffer chunk : chunks) {
            ByteBuffer rest = chunk.duplicate();
            while (cut.position() > 0 && rest.hasRemaining()) {
                cut.put(rest.get());
                if (!cut.hasRemaining()) {
                    sum.add(word++, cut.flip(), weight);
                    cut.clear();
                }
            }
            int whole = rest.remaining() / size.bytes();
            sum.add(word, rest.slice(rest.position(), whole * size.bytes()), weight);
            word += whole;
            rest.position(rest.position() + whole * size.bytes());
            cut.put(rest);
        }
    }

    @Override
    public Optional<Digest> headerOfOnlyMember() {
        return Optional.of(headerDigest);
    }

    @Override
    public void addTo(double[] sum) throws PayloadException {
        throw masked();
    }

    @Override
    public float[] mean(int parameterCount) throws PayloadException {
        throw masked();
    }

    private static PayloadException masked() {
        return new PayloadException(
                PayloadException.Flaw.MALFORMED, "a partial sum must be of numbers here, was of words under a mask");
    }

    /** Shape alone. */
    @Override
    public String toString() {
        return "MaskedValues[" + size.bits() + " bits, weight " + weight + "]";
    }
}
