package dev.tributary.schemas.payload;

import dev.tributary.schemas.avro.MaskedUpdate;
import dev.tributary.schemas.avro.ModelProposal;
import dev.tributary.schemas.avro.ModelUpdate;
import dev.tributary.schemas.avro.PartialSum;
import dev.tributary.schemas.avro.Sha256;
import java.nio.ByteBuffer;

/**
 * The part of a manifest that tells of its payload, with the first chunk.
 *
 * @param payloadBytes length of the whole in bytes, over all chunks
 * @param chunkCount   number of chunks, the first one included
 * @param digest       SHA-256 of the whole
 * @param firstCrc32c  checksum of the first chunk
 * @param first        bytes of the first chunk, from position to limit; shared, not to be changed
 */
public record ManifestPayload(long payloadBytes, int chunkCount, Sha256 digest, int firstCrc32c, ByteBuffer first) {

    /**
     * Takes it from a client's update.
     *
     * @param manifest the update
     * @return its payload
     */
    public static ManifestPayload of(ModelUpdate manifest) {
        return new ManifestPayload(
                manifest.getPayloadBytes(),
                manifest.getChunkCount(),
                manifest.getPayloadDigest(),
                manifest.getPayloadCrc32c(),
                manifest.getPayload());
    }

    /**
     * Takes it from a masked update.
     *
     * @param manifest the update
     * @return its payload
     */
    public static ManifestPayload of(MaskedUpdate manifest) {
        return new ManifestPayload(
                manifest.getPayloadBytes(),
                manifest.getChunkCount(),
                manifest.getPayloadDigest(),
                manifest.getPayloadCrc32c(),
                manifest.getPayload());
    }

    /**
     * Takes it from a partial sum.
     *
     * @param manifest the manifest
     * @return its payload
     */
    public static ManifestPayload of(PartialSum manifest) {
        return new ManifestPayload(
                manifest.getPayloadBytes(),
                manifest.getChunkCount(),
                manifest.getPayloadDigest(),
                manifest.getPayloadCrc32c(),
                manifest.getPayload());
    }

    /**
     * Takes it from a model that is to be published.
     *
     * @param manifest the manifest
     * @return its payload
     */
    public static ManifestPayload of(ModelProposal manifest) {
        return new ManifestPayload(
                manifest.getPayloadBytes(),
                manifest.getChunkCount(),
                manifest.getPayloadDigest(),
                manifest.getPayloadCrc32c(),
                manifest.getPayload());
    }

    /**
     * Begins to put the payload together, for who digests it himself.
     *
     * @return a sequence that waits for the first chunk
     */
    public ChunkSequence sequence() {
        return new ChunkSequence(payloadBytes, chunkCount);
    }

    /**
     * Begins to put the payload together, for who adds the first chunk as he adds the others.
     *
     * @return an assembly that waits for the first chunk
     */
    public PayloadAssembly assembly() {
        return new PayloadAssembly(payloadBytes, chunkCount, digest.bytes());
    }

    /**
     * Begins to put the payload together.
     *
     * @return an assembly that holds the first chunk and waits for the others
     * @throws PayloadException as {@link ChunkSequence#add}
     */
    public PayloadAssembly begin() throws PayloadException {
        PayloadAssembly assembly = assembly();
        assembly.add(0, firstCrc32c, first);
        return assembly;
    }
}
