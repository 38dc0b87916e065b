package dev.tributary.schemas.payload;

import dev.tributary.schemas.avro.GlobalModelHead;
import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.util.List;

/**
 * Chunks of one payload on their way to being whole, and their digest.
 *
 * <p>Life: {@link #add} for chunk 0, 1, 2, … in order, until {@link #isComplete}; then {@link #whole}, once. After an
 * exception the assembly is of no further use. Not thread-safe.
 */
public final class PayloadAssembly {

    private final ChunkSequence chunks;
    private final byte[] digest;
    private final MessageDigest sha256 = Checksums.newSha256();

    /**
     * @param payloadBytes length of the whole, 0 or more
     * @param chunkCount   number of chunks, at least 1
     * @param digest       SHA-256 of the whole; not kept
     */
    public PayloadAssembly(long payloadBytes, int chunkCount, byte[] digest) {
        this.chunks = new ChunkSequence(payloadBytes, chunkCount);
        this.digest = digest.clone();
    }

    /**
     * Begins to put a model together. Its head has no chunk in it: all come in records of their own. Whatever carries its
     * first chunk in the manifest begins as a {@link ManifestPayload}.
     *
     * @param head the model's head, with a chunk count of at least 1
     * @return an assembly that waits for the first chunk
     */
    public static PayloadAssembly of(GlobalModelHead head) {
        return new PayloadAssembly(
                head.getPayloadBytes(),
                head.getChunkCount(),
                head.getPayloadDigest().bytes());
    }

    /**
     * Adds the next chunk.
     *
     * @param index  position that the chunk says it has
     * @param crc32c checksum that the chunk says it has
     * @param chunk  its bytes from position to limit; kept, so the caller must not change them
     * @throws PayloadException as {@link ChunkSequence#add}
     */
    public void add(int index, int crc32c, ByteBuffer chunk) throws PayloadException {
        chunks.add(index, crc32c, chunk);
        sha256.update(chunk.duplicate());
    }

    /**
     * Says whether the last chunk has been added.
     *
     * @return whether {@link #whole} may be called
     */
    public boolean isComplete() {
        return chunks.isComplete();
    }

    /**
     * Counts the bytes in memory.
     *
     * @return bytes of the chunks added so far
     */
    public long heldBytes() {
        return chunks.heldBytes();
    }

    /**
     * Gives the payload in its chunks. To be called once, or {@link #whole}, when complete.
     *
     * @return the chunks in order, views that must not be changed
     * @throws PayloadException      if length or digest differ from the manifest's
     * @throws IllegalStateException if chunks are missing
     */
    public List<ByteBuffer> chunks() throws PayloadException {
        List<ByteBuffer> complete = chunks.whole();
        Checksums.requireSha256(sha256, digest);
        return complete;
    }

    /**
     * Puts the payload together. To be called once, or {@link #chunks}, when complete.
     *
     * @return the whole from position 0 to limit; the only chunk itself if there is just one
     * @throws PayloadException      as {@link #chunks}
     * @throws IllegalStateException as {@link #chunks}
     */
    public ByteBuffer whole() throws PayloadException {
        return ChunkSplitter.join(chunks());
    }
}
