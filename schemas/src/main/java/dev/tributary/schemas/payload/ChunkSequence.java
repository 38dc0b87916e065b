package dev.tributary.schemas.payload;

import dev.tributary.schemas.payload.PayloadException.Flaw;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/**
 * Chunks of one payload, each checked when it comes. Holds them as received: memory is what has really arrived, never
 * what a manifest promises. Whoever uses the whole checks its digest, see {@link PayloadAssembly}.
 *
 * <p>Life: {@link #add} for chunk 0, 1, 2, … in order, until {@link #isComplete}; then {@link #whole}. After an exception
 * the sequence is of no further use. Not thread-safe.
 */
public final class ChunkSequence {

    private final long payloadBytes;
    private final int chunkCount;
    private final List<ByteBuffer> chunks = new ArrayList<>();
    private long heldBytes;

    /**
     * @param payloadBytes length of the whole, 0 or more
     * @param chunkCount   number of chunks, at least 1
     */
    public ChunkSequence(long payloadBytes, int chunkCount) {
        this.payloadBytes = payloadBytes;
        this.chunkCount = chunkCount;
    }

    /**
     * Adds the next chunk.
     *
     * @param index  position that the chunk says it has
     * @param crc32c checksum that the chunk says it has
     * @param chunk  its bytes from position to limit; kept, so the caller must not change them
     * @throws PayloadException if the chunk is not the next one, is corrupt, or exceeds the manifest
     */
    public void add(int index, int crc32c, ByteBuffer chunk) throws PayloadException {
        if (index >= chunkCount) {
            throw new PayloadException(Flaw.EXCESS, "chunk index must be below " + chunkCount + ", was " + index);
        }
        if (index != chunks.size()) {
            throw new PayloadException(
                    index < chunks.size() ? Flaw.EXCESS : Flaw.MISSING_CHUNK,
                    "next chunk must have index " + chunks.size() + ", had " + index);
        }
        if (heldBytes + chunk.remaining() > payloadBytes) {
            throw new PayloadException(
                    Flaw.EXCESS,
                    "payload must have " + payloadBytes + " bytes, had " + (heldBytes + chunk.remaining())
                            + " after chunk " + index);
        }
        if (Checksums.crc32c(chunk) != crc32c) {
            throw new PayloadException(Flaw.DIGEST, "CRC-32C of chunk " + index + " must match its bytes, did not");
        }
        chunks.add(chunk.duplicate());
        heldBytes += chunk.remaining();
    }

    /**
     * Says whether the last chunk has been added.
     *
     * @return whether {@link #whole} may be called
     */
    public boolean isComplete() {
        return chunks.size() == chunkCount;
    }

    /**
     * Counts the chunks.
     *
     * @return chunks added so far
     */
    public int size() {
        return chunks.size();
    }

    /**
     * Counts the bytes in memory.
     *
     * @return bytes of the chunks added so far
     */
    public long heldBytes() {
        return heldBytes;
    }

    /**
     * Gives all chunks.
     *
     * @return the chunks in order, views that must not be changed
     * @throws PayloadException      if the length differs from the manifest's
     * @throws IllegalStateException if chunks are missing
     */
    public List<ByteBuffer> whole() throws PayloadException {
        if (!isComplete()) {
            throw new IllegalStateException("payload is not complete: " + chunks.size() + " of " + chunkCount);
        }
        if (heldBytes != payloadBytes) {
            throw new PayloadException(Flaw.LENGTH, "payload must have " + payloadBytes + " bytes, had " + heldBytes);
        }
        return Collections.unmodifiableList(chunks);
    }
}
