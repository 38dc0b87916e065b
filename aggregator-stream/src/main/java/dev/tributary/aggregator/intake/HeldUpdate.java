package dev.tributary.aggregator.intake;

import dev.tributary.aggregator.rejection.RememberedId;
import dev.tributary.aggregator.sidework.SideWork;
import dev.tributary.arithmetic.MeasuredDelta;
import dev.tributary.schemas.avro.ModelUpdate;
import dev.tributary.schemas.payload.PayloadException;
import java.nio.ByteBuffer;

/**
 * An update that has begun to arrive and is not decided, or whose remaining chunks are to be passed over.
 *
 * <pre>
 *   HELD ──last chunk, base version not known yet──▶ DEFERRED
 *    │ │                                              │    │
 *    │ └──last chunk──▶ ARRIVED ◀──base version known─┘    │
 *    │                     └──payload measured: admitted or refused, forgotten
 *    │                                                     │
 *    │                     timeout, or too many of a client: refused, forgotten
 *    └──refused, chunks still to come──▶ REFUSED
 *                                           └──last chunk or timeout: forgotten
 * </pre>
 */
final class HeldUpdate {

    /** Where it stands. */
    enum State {
        HELD,
        DEFERRED,
        ARRIVED,
        REFUSED
    }

    /**
     * Bytes that an entry takes beside its chunks: a manifest with ids of 64 characters and 16 metrics, and a digest in
     * the making. So a flood of empty ones is bounded too.
     */
    static final long ENTRY_BYTES = 4096;

    /** Bytes that a chunk takes beside its content, views of it among them, so that a flood of tiny ones is bounded too. */
    static final int CHUNK_BYTES = 256;

    private final String clientId;
    private final String updateId;
    private final ModelUpdate manifest;
    private final long offset;
    private final long begunAtMs;
    private final int lastChunk;
    private ArrivingPayload payload;
    private long wholeAtMs;
    private State state;

    private HeldUpdate(
            String clientId,
            String updateId,
            ModelUpdate manifest,
            long offset,
            long begunAtMs,
            int lastChunk,
            State state) {
        this.clientId = clientId;
        this.updateId = updateId;
        this.manifest = manifest;
        this.offset = offset;
        this.begunAtMs = begunAtMs;
        this.lastChunk = lastChunk;
        this.state = state;
    }

    /** An update that begins. */
    static HeldUpdate of(ModelUpdate manifest, long offset, long begunAtMs, SideWork beside) {
        HeldUpdate update = new HeldUpdate(
                manifest.getClientId(),
                manifest.getUpdateId(),
                manifest,
                offset,
                begunAtMs,
                manifest.getChunkCount() - 1,
                State.HELD);
        update.payload = new ArrivingPayload(manifest, beside);
        return update;
    }

    /** An entry that only says: pass over the chunks of this update. */
    static HeldUpdate refused(String clientId, String updateId, long offset, long begunAtMs, int lastChunk) {
        return new HeldUpdate(
                RememberedId.of(clientId),
                RememberedId.of(updateId),
                null,
                offset,
                begunAtMs,
                lastChunk,
                State.REFUSED);
    }

    /** Index of the last chunk that a refused manifest announces, or the greatest int if its count cannot be true. */
    static int announcedLastChunk(ModelUpdate manifest) {
        return manifest.getChunkCount() < 1 ? Integer.MAX_VALUE : manifest.getChunkCount() - 1;
    }

    /** Chunks that have come; 0 for a refused entry. */
    int chunksCome() {
        return payload == null ? 0 : payload.chunkCount();
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

    /** Says whether its manifest's record is all there is of it. */
    boolean isOnePiece() {
        return lastChunk == 0;
    }

    /** Adds the next chunk; called by {@link HeldUpdates}, which counts the bytes. */
    void add(int index, int crc32c, ByteBuffer chunk) throws PayloadException {
        payload.add(index, crc32c, chunk);
    }

    boolean isComplete() {
        return payload.isComplete();
    }

    /**
     * Nothing speaks against a complete update but perhaps its payload, which is checked from now on.
     *
     * @param nowMs wall-clock time
     * @throws PayloadException if the payload has not the length that its manifest says
     */
    void arrive(long nowMs) throws PayloadException {
        payload.measure(Math.toIntExact(manifest.getParameterCount()));
        wholeAtMs = nowMs;
        state = State.ARRIVED;
    }

    /** Says whether {@link #delta} would not have to wait. */
    boolean isMeasured() {
        return payload.isMeasured();
    }

    /**
     * Waits for the values of an update that has arrived.
     *
     * @throws PayloadException for the first of these: wrong digest, bytes that its encoding forbids
     */
    MeasuredDelta delta() throws PayloadException {
        return payload.delta();
    }

    /** Offset of the first record. */
    long offset() {
        return offset;
    }

    /** Index of the last chunk, or the greatest int when no manifest said it. */
    int lastChunk() {
        return lastChunk;
    }

    /** Wall-clock time at which it had arrived, in milliseconds. */
    long wholeAtMs() {
        return wholeAtMs;
    }

    long begunAtMs() {
        return begunAtMs;
    }

    State state() {
        return state;
    }

    long bytes() {
        return ENTRY_BYTES + (payload == null ? 0 : payload.heldBytes() + (long) payload.chunkCount() * CHUNK_BYTES);
    }

    /** Prints identity only. */
    @Override
    public String toString() {
        return "HeldUpdate[" + updateId + " of " + clientId + " at " + offset + ", " + state + "]";
    }
}
