package dev.tributary.aggregator.admission;

import dev.tributary.aggregator.aggregation.L2Norm;
import dev.tributary.schemas.avro.ModelUpdate;
import dev.tributary.schemas.payload.PayloadAssembly;
import dev.tributary.schemas.payload.PayloadCodecs;
import dev.tributary.schemas.payload.PayloadException;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Executor;

/**
 * An update that has begun to arrive and is not decided, or whose remaining chunks are to be passed over.
 *
 * <pre>
 *   HELD ──last chunk, base version not known yet──▶ DEFERRED
 *    │                                                  │
 *    ├──admitted: forgotten                             ├──admitted: forgotten
 *    └──refused, chunks still to come──▶ REFUSED ◀──────┘
 *                                           └──last chunk or timeout: forgotten
 * </pre>
 */
final class HeldUpdate {

    /** Where it stands. */
    enum State {
        HELD,
        DEFERRED,
        REFUSED
    }

    /**
     * Bytes that an entry takes beside its chunks: a manifest with ids of 64 characters and 16 metrics, and a digest in
     * the making. So a flood of empty ones is bounded too.
     */
    static final long ENTRY_BYTES = 4096;

    /** Bytes that a chunk takes beside its content, so that a flood of tiny ones is bounded too. */
    static final int CHUNK_BYTES = 128;

    private final String clientId;
    private final String updateId;
    private final ModelUpdate manifest;
    private final long offset;
    private final long arrivedAtMs;
    private final int lastChunk;
    private PayloadAssembly assembly;
    private int chunks;
    private State state;

    private HeldUpdate(
            String clientId,
            String updateId,
            ModelUpdate manifest,
            long offset,
            long arrivedAtMs,
            int lastChunk,
            State state) {
        this.clientId = clientId;
        this.updateId = updateId;
        this.manifest = manifest;
        this.offset = offset;
        this.arrivedAtMs = arrivedAtMs;
        this.lastChunk = lastChunk;
        this.state = state;
    }

    /** An update that begins; the executor computes its digest, task after task. */
    static HeldUpdate of(ModelUpdate manifest, long offset, long arrivedAtMs, Executor hasher) {
        HeldUpdate update = new HeldUpdate(
                manifest.getClientId(),
                manifest.getUpdateId(),
                manifest,
                offset,
                arrivedAtMs,
                manifest.getChunkCount() - 1,
                State.HELD);
        update.assembly = new PayloadAssembly(
                manifest.getPayloadBytes(),
                manifest.getChunkCount(),
                manifest.getPayloadDigest().bytes(),
                hasher);
        return update;
    }

    /** An entry that only says: pass over the chunks of this update. */
    static HeldUpdate refused(String clientId, String updateId, long offset, long arrivedAtMs, int lastChunk) {
        return new HeldUpdate(clientId, updateId, null, offset, arrivedAtMs, lastChunk, State.REFUSED);
    }

    void defer() {
        state = State.DEFERRED;
    }

    String clientId() {
        return clientId;
    }

    String updateId() {
        return updateId;
    }

    /** The manifest without its payload's meaning; null for a refused entry. */
    ModelUpdate manifest() {
        return manifest;
    }

    /** Adds the next chunk; called by {@link HeldUpdates}, which counts the bytes. */
    void add(int index, int crc32c, ByteBuffer chunk) throws PayloadException {
        assembly.add(index, crc32c, chunk);
        chunks++;
    }

    boolean isComplete() {
        return assembly.isComplete();
    }

    /**
     * Decodes a complete update, and measures it, while its digest may still be computed; to be called once.
     *
     * @param delta receives the values, as long as the model; holds anything after an exception
     * @return the L2 norm of the values, not finite if one of them is not
     * @throws PayloadException for the first of these: wrong length, wrong digest, bytes that its encoding forbids
     */
    double decodeInto(float[] delta) throws PayloadException {
        List<ByteBuffer> payload = assembly.chunks();
        Optional<PayloadException> flaw = Optional.empty();
        double norm = 0;
        try {
            PayloadCodecs.of(manifest.getEncoding()).orElseThrow().decode(payload, delta);
            norm = L2Norm.of(delta);
        } catch (PayloadException e) {
            flaw = Optional.of(e);
        }
        assembly.requireDigest();
        if (flaw.isPresent()) {
            throw flaw.get();
        }
        return norm;
    }

    /** Offset of the first record. */
    long offset() {
        return offset;
    }

    /** Index of the last chunk, or the greatest int when no manifest said it. */
    int lastChunk() {
        return lastChunk;
    }

    long arrivedAtMs() {
        return arrivedAtMs;
    }

    State state() {
        return state;
    }

    long bytes() {
        return ENTRY_BYTES + (assembly == null ? 0 : assembly.heldBytes() + (long) chunks * CHUNK_BYTES);
    }

    /** Prints identity only. */
    @Override
    public String toString() {
        return "HeldUpdate[" + updateId + " of " + clientId + " at " + offset + ", " + state + "]";
    }
}
