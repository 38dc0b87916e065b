package dev.tributary.aggregator.intake;

import dev.tributary.aggregator.sidework.SideWork;
import dev.tributary.schemas.payload.Checksums;
import dev.tributary.schemas.payload.ChunkSequence;
import dev.tributary.schemas.payload.ManifestPayload;
import dev.tributary.schemas.payload.PayloadException;
import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.Executor;

/**
 * The payload of an update, digested and measured beside the stream task while its chunks come, so that hardly anything
 * is left to be done when the last one is there.
 *
 * <p>Life: {@link #add} until {@link #isComplete}, then {@link #measure}, then {@link #values}.
 *
 * @param <V> values that it becomes
 */
final class ArrivingPayload<V> {

    private final ChunkSequence chunks;
    private final byte[] promisedDigest;
    private final SideWork beside;
    private final Executor executor;
    private final CompletableFuture<V> measured = new CompletableFuture<>();

    // Both are used by the executor alone.
    private final MessageDigest sha256 = Checksums.newSha256();
    private final ArrivingValues<V> values;

    ArrivingPayload(ManifestPayload manifest, ArrivingValues<V> values, SideWork beside) {
        this.chunks = manifest.sequence();
        this.promisedDigest = manifest.digest().bytes();
        this.values = values;
        this.beside = beside;
        // A payload in one piece is decided at once, so nothing can be done meanwhile.
        this.executor = manifest.chunkCount() == 1 ? Runnable::run : beside.executorFor(manifest.payloadBytes());
    }

    /** Adds the next chunk. */
    void add(int index, int crc32c, ByteBuffer chunk) throws PayloadException {
        chunks.add(index, crc32c, chunk);
        hand(() -> {
            sha256.update(chunk.duplicate());
            values.add(chunk);
        });
    }

    /** Says whether the last chunk has been added. */
    boolean isComplete() {
        return chunks.isComplete();
    }

    /** Bytes in memory. */
    long heldBytes() {
        return chunks.heldBytes();
    }

    /** Chunks in memory. */
    int chunkCount() {
        return chunks.size();
    }

    /**
     * Begins what is left to be done with a complete payload; to be called once.
     *
     * @param valueCount values that it must hold
     * @throws PayloadException if the payload has not the length that its manifest says
     */
    void measure(int valueCount) throws PayloadException {
        List<ByteBuffer> whole = chunks.whole();
        hand(() -> {
            Checksums.requireSha256(sha256, promisedDigest);
            measured.complete(values.finish(whole, valueCount));
        });
    }

    /** Says whether {@link #values} would not have to wait. */
    boolean isMeasured() {
        return measured.isDone();
    }

    /**
     * Waits for the values.
     *
     * @throws PayloadException for the first of these: wrong digest, bytes that the encoding forbids
     */
    V values() throws PayloadException {
        try {
            return beside.await(measured);
        } catch (CompletionException e) {
            if (e.getCause() instanceof PayloadException flaw) {
                throw flaw;
            }
            throw e;
        }
    }

    private interface Piece {
        void run() throws PayloadException;
    }

    /** Whatever goes wrong with a piece, out of memory too, is told to whoever waits for the values. */
    private void hand(Piece piece) {
        executor.execute(() -> {
            try {
                piece.run();
            } catch (PayloadException | RuntimeException | Error e) {
                measured.completeExceptionally(e);
            }
        });
    }
}
