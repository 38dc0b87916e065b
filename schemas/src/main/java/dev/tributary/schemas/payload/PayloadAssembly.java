package dev.tributary.schemas.payload;

import dev.tributary.schemas.payload.PayloadException.Flaw;
import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.Executor;

/**
 * Chunks of one payload on their way to being whole. Holds them as received: memory is what has really arrived, never
 * what a manifest promises.
 *
 * <p>Life: {@link #add} for chunk 0, 1, 2, … in order, until {@link #isComplete}; then {@link #whole}, or {@link #chunks}
 * and {@link #requireDigest}, once. After an exception the assembly is of no further use.
 *
 * <p>Not thread-safe.
 */
public final class PayloadAssembly {

    private final long payloadBytes;
    private final int chunkCount;
    private final byte[] digest;
    private final List<ByteBuffer> chunks = new ArrayList<>();
    private final DigestInProgress progress;
    private long heldBytes;

    /**
     * Makes an assembly that computes the digest on the calling thread.
     *
     * @param payloadBytes length of the whole, 0 or more
     * @param chunkCount   number of chunks, at least 1
     * @param digest       SHA-256 of the whole; not kept
     */
    public PayloadAssembly(long payloadBytes, int chunkCount, byte[] digest) {
        this(payloadBytes, chunkCount, digest, Runnable::run);
    }

    /**
     * Makes an assembly.
     *
     * @param payloadBytes length of the whole, 0 or more
     * @param chunkCount   number of chunks, at least 1
     * @param digest       SHA-256 of the whole; not kept
     * @param hasher       computes the digest: runs what it is given one after another, in order
     */
    public PayloadAssembly(long payloadBytes, int chunkCount, byte[] digest, Executor hasher) {
        this.payloadBytes = payloadBytes;
        this.chunkCount = chunkCount;
        this.digest = digest.clone();
        this.progress = new DigestInProgress(hasher);
    }

    /**
     * Adds the next chunk.
     *
     * @param index  position that the chunk says it has
     * @param crc32c checksum that the chunk says it has
     * @param chunk  its bytes from position to limit; kept, so the caller must not change them
     * @throws PayloadException if the chunk is not the next one, is corrupt, or exceeds what the manifest says
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
        progress.add(chunk);
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
     * Counts the bytes in memory.
     *
     * @return bytes of the chunks added so far
     */
    public long heldBytes() {
        return heldBytes;
    }

    /**
     * Gives the chunks, before their digest is checked: to be decoded while it is still being computed, and not to be
     * used for anything before {@link #requireDigest}.
     *
     * @return the chunks in order, views that must not be changed
     * @throws PayloadException      if the length is not what the manifest says
     * @throws IllegalStateException if chunks are missing
     */
    public List<ByteBuffer> chunks() throws PayloadException {
        if (!isComplete()) {
            throw new IllegalStateException("payload is not complete: " + chunks.size() + " of " + chunkCount);
        }
        if (heldBytes != payloadBytes) {
            throw new PayloadException(Flaw.LENGTH, "payload must have " + payloadBytes + " bytes, had " + heldBytes);
        }
        return Collections.unmodifiableList(chunks);
    }

    /**
     * Checks the digest, and waits for it if need be. To be called once, when complete.
     *
     * @throws PayloadException if the digest is not what the manifest says
     */
    public void requireDigest() throws PayloadException {
        if (!MessageDigest.isEqual(progress.finish(), digest)) {
            throw new PayloadException(Flaw.DIGEST, "SHA-256 of the payload must match its manifest, did not");
        }
    }

    /**
     * Puts the payload together. To be called once, when complete.
     *
     * @return the whole from position 0 to limit; the only chunk itself if there is just one
     * @throws PayloadException      if length or digest are not what the manifest says
     * @throws IllegalStateException if chunks are missing
     */
    public ByteBuffer whole() throws PayloadException {
        List<ByteBuffer> complete = chunks();
        requireDigest();
        return ChunkSplitter.join(complete);
    }
}
