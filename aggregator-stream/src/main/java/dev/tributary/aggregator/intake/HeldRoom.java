package dev.tributary.aggregator.intake;

import dev.tributary.aggregator.admission.AdmissionOutcomes;
import dev.tributary.aggregator.intake.RefusedUpdate.AllCome;
import dev.tributary.aggregator.intake.RefusedUpdate.PassedOver;
import dev.tributary.aggregator.intake.UnderWay.Arriving;
import dev.tributary.aggregator.intake.UnderWay.Deferred;
import dev.tributary.aggregator.intake.UnderWay.Whole;
import dev.tributary.aggregator.recorded.HeldMemory;
import dev.tributary.aggregator.rejection.Refusal;
import dev.tributary.aggregator.rejection.RejectedUpdate;
import dev.tributary.aggregator.rejection.RejectionReason;
import dev.tributary.schemas.payload.PayloadException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.function.LongSupplier;

/**
 * The room for held updates: keeps them within their bounds, by giving up the least worth, and remembers each change over
 * a crash. Tells refusals, one for each update.
 *
 * <p>Not thread-safe.
 */
final class HeldRoom implements RefusedUpdate.Memory {

    /**
     * Updates of one client that may be under way at once. Records of a client arrive in order, so more than one means
     * that it began anew; two leave room for two processes that share an id. So many again may wait for a fact.
     */
    static final int UNDER_WAY_PER_CLIENT = 2;

    /** Refused updates of one client whose remaining chunks are passed over without a word; more are refused again. */
    static final int PASSED_OVER_PER_CLIENT = 8;

    /** More of the update is expected in any case. */
    private static final int NOTHING_SEEN = -1;

    private final HeldUpdates held = new HeldUpdates();
    private final HeldMemory memory;
    private final AdmissionOutcomes outcomes;
    private final LongSupplier maxBytes;
    private final Runnable decideWhole;
    private final LongSupplier clockMs;

    /**
     * @param memory      remembers each change over a crash
     * @param outcomes    is told each refusal
     * @param maxBytes    most bytes that are held
     * @param decideWhole decides about what is whole, which makes room without a loss
     * @param clockMs     wall-clock time
     */
    HeldRoom(
            HeldMemory memory,
            AdmissionOutcomes outcomes,
            LongSupplier maxBytes,
            Runnable decideWhole,
            LongSupplier clockMs) {
        this.memory = memory;
        this.outcomes = outcomes;
        this.maxBytes = maxBytes;
        this.decideWhole = decideWhole;
        this.clockMs = clockMs;
    }

    HeldUpdates held() {
        return held;
    }

    /** Holds an update that begins. */
    void hold(Arriving<?> update) {
        makeRoom(update.bytes());
        held.put(update);
        // A record alone is decided before the next one: after a crash nobody would look for it behind its record.
        if (update.arrival().lastChunk() > 0) {
            memory.putHeld(update.offset());
        }
        supersedeOlder(underWay(update.clientId(), Arriving.class), RejectionReason.MISSING_CHUNKS);
    }

    /**
     * Adds the next chunk to an update.
     *
     * @return whether it is still held: it may have had to make room for its own chunk
     * @throws PayloadException if the chunk is not the next one, or not what its record says
     */
    boolean add(UnderWay<?> update, int index, int crc32c, ByteBuffer chunk) throws PayloadException {
        makeRoom(chunk.remaining() + HeldUpdate.CHUNK_BYTES);
        if (!held.holds(update)) {
            return false;
        }
        held.add(update, index, crc32c, chunk);
        return true;
    }

    /** Has an update wait for a fact. */
    <V> void defer(UnderWay<V> update, Refusal atLast) {
        held.replace(update, new Deferred<>(update.arrival(), atLast));
        memory.putHeld(update.offset());
        supersedeOlder(underWay(update.clientId(), Deferred.class), RejectionReason.TOO_MUCH_HELD);
    }

    /** Has an update measured. */
    <V> Whole<V> measure(UnderWay<V> update) throws PayloadException {
        update.arrival().payload().measure(update.manifest().valueCount());
        Whole<V> whole = new Whole<>(update.arrival(), clockMs.getAsLong());
        held.replace(update, whole);
        return whole;
    }

    void forget(HeldUpdate update) {
        held.remove(update);
        memory.deleteHeld(update.offset());
    }

    /** Refuses an update after one of its chunks, or with {@link #refuse(UnderWay, Refusal)} after as many as have come. */
    void refuse(UnderWay<?> update, Refusal refusal, int lastSeen) {
        forget(update);
        tell(update.clientId(), update.updateId(), update.manifest().baseVersion(), update.offset(), refusal);
        RefusedUpdate.of(
                        update.clientId(),
                        update.updateId(),
                        update.offset(),
                        lastSeen,
                        update.arrival().lastChunk(),
                        clockMs.getAsLong())
                .remember(this);
    }

    void refuse(UnderWay<?> update, Refusal refusal) {
        refuse(
                update,
                refusal,
                update.arrival().payload().isComplete() ? update.arrival().lastChunk() : NOTHING_SEEN);
    }

    void tell(String clientId, String updateId, long baseVersion, long offset, Refusal refusal) {
        outcomes.rejected(
                new RejectedUpdate(refusal.reason(), refusal.detail(), clientId, updateId, baseVersion, offset));
    }

    @Override
    public void passOver(PassedOver refused) {
        makeRoom(refused.bytes());
        held.put(refused);
        memory.putRefused(refused.offset());
        List<HeldUpdate> ofClient = held.ofClient(refused.clientId(), PassedOver.class);
        if (ofClient.size() > PASSED_OVER_PER_CLIENT) {
            forget(ofClient.get(0));
        }
    }

    @Override
    public void close(AllCome refused) {
        memory.putLastRefused(refused.clientId(), refused.updateId());
    }

    private void makeRoom(long bytes) {
        long most = maxBytes.getAsLong();
        if (held.bytes() + bytes > most) {
            decideWhole.run();
        }
        while (held.bytes() + bytes > most && held.size() > 0) {
            HeldUpdate leastWorth = held.leastWorth().orElseThrow();
            if (leastWorth instanceof UnderWay<?> update) {
                refuse(
                        update,
                        new Refusal(
                                RejectionReason.TOO_MUCH_HELD,
                                "bytes of incomplete updates must be at most " + most
                                        + " in all, and this one was the oldest, with "
                                        + update.arrival().come()),
                        NOTHING_SEEN);
            } else {
                forget(leastWorth);
            }
        }
    }

    private List<UnderWay<?>> underWay(String clientId, Class<?> state) {
        List<UnderWay<?>> updates = new ArrayList<>();
        for (HeldUpdate update : held.ofClient(clientId, state)) {
            if (update instanceof UnderWay<?> underWay) {
                updates.add(underWay);
            }
        }
        return updates;
    }

    private void supersedeOlder(List<UnderWay<?>> ofClient, RejectionReason reason) {
        for (int i = 0; i < ofClient.size() - UNDER_WAY_PER_CLIENT; i++) {
            UnderWay<?> oldest = ofClient.get(i);
            refuse(
                    oldest,
                    new Refusal(
                            reason,
                            "updates of a client under way at once must be at most " + UNDER_WAY_PER_CLIENT
                                    + ", and this one was the oldest, with "
                                    + oldest.arrival().come()));
        }
    }
}
