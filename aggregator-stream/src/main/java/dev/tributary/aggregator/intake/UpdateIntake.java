package dev.tributary.aggregator.intake;

import dev.tributary.aggregator.admission.AdmissionOutcomes;
import dev.tributary.aggregator.admission.AdmissionRules;
import dev.tributary.aggregator.admission.ManifestCheck;
import dev.tributary.aggregator.intake.HeldUpdate.State;
import dev.tributary.aggregator.recorded.AdmissionStore;
import dev.tributary.aggregator.recorded.AdmittedUpdates;
import dev.tributary.aggregator.recorded.LastRefused;
import dev.tributary.aggregator.rejection.Refusal;
import dev.tributary.aggregator.rejection.RejectedUpdate;
import dev.tributary.aggregator.rejection.RejectionReason;
import dev.tributary.aggregator.sidework.SideWork;
import dev.tributary.arithmetic.Finiteness;
import dev.tributary.arithmetic.FloatVector;
import dev.tributary.arithmetic.MeasuredDelta;
import dev.tributary.schemas.avro.ModelUpdate;
import dev.tributary.schemas.avro.PayloadChunk;
import dev.tributary.schemas.framing.RecordFraming;
import dev.tributary.schemas.framing.UndecodableRecordException;
import dev.tributary.schemas.payload.PayloadException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Optional;
import java.util.Queue;
import java.util.function.LongSupplier;
import org.apache.avro.specific.SpecificRecord;

/**
 * Takes the records of one partition of {@code updates} in order and decides about each update exactly once: when its
 * last chunk is there, when something speaks against it, or when it has been incomplete for too long.
 *
 * <p>Nothing that a record holds makes it throw. Not thread-safe: one instance belongs to one stream task.
 */
public final class UpdateIntake {

    /**
     * Updates of one client that may be under way at once. Records of a client arrive in order, so more than one means
     * that it began anew; two leave room for two processes that share an id. So many again may wait for their base
     * version.
     */
    static final int UNDER_WAY_PER_CLIENT = 2;

    /** Refused updates of one client whose remaining chunks are passed over without a word; more are refused again. */
    static final int PASSED_OVER_PER_CLIENT = 8;

    /** Updates that may be measured while the next one is read: with more, reading would only be further ahead. */
    private static final int MOST_ARRIVED = 2;

    private final AdmissionRules rules;
    private final ManifestCheck manifestCheck;
    private final AdmissionStore store;
    private final AdmittedUpdates admitted;
    private final AdmissionOutcomes outcomes;
    private final LongSupplier clockMs;
    private final RecordFraming framing;
    private final SideWork beside;
    private final HeldUpdates held = new HeldUpdates();
    private final LastRefused lastRefused;
    /** Whole updates that are still being measured, in the order in which they became whole; all are held too. */
    private final Queue<HeldUpdate> arrived = new ArrayDeque<>();

    /**
     * @param rules    the rules to decide by
     * @param store    keeps what must not be forgotten
     * @param admitted what was admitted before
     * @param outcomes is told each decision
     * @param clockMs  wall-clock time
     * @param framing  used by the same task alone
     * @param beside   measures payloads
     */
    public UpdateIntake(
            AdmissionRules rules,
            AdmissionStore store,
            AdmittedUpdates admitted,
            AdmissionOutcomes outcomes,
            LongSupplier clockMs,
            RecordFraming framing,
            SideWork beside) {
        this.rules = rules;
        this.manifestCheck = new ManifestCheck(rules);
        this.store = store;
        this.lastRefused = store.lastRefused();
        this.admitted = admitted;
        this.outcomes = outcomes;
        this.clockMs = clockMs;
        this.framing = framing;
        this.beside = beside;
    }

    /**
     * Takes the next record.
     *
     * @param key    its key, may be null
     * @param value  its value, may be null
     * @param offset its offset
     */
    public void accept(String key, byte[] value, long offset) {
        decideBefore(key);
        try {
            SpecificRecord record = framing.decode(value);
            if (record instanceof ModelUpdate manifest) {
                begin(key, manifest, offset);
            } else if (record instanceof PayloadChunk chunk) {
                proceed(key, chunk, offset);
            } else {
                refuse(
                        key,
                        "",
                        -1,
                        offset,
                        new Refusal(
                                RejectionReason.UNDECODABLE,
                                "record must be a ModelUpdate or a PayloadChunk, was a "
                                        + record.getSchema().getName()));
            }
        } catch (UndecodableRecordException e) {
            refuse(key, "", -1, offset, new Refusal(RejectionReason.UNDECODABLE, e.getMessage()));
        }
    }

    private void begin(String key, ModelUpdate manifest, long offset) {
        // The same update sent again before it was complete: its client begins anew, and so do we.
        held.find(key, manifest.getUpdateId()).ifPresent(this::forget);
        Optional<Refusal> refusal = manifestCheck.check(key, manifest).or(() -> admitted.check(manifest));
        if (refusal.isPresent()) {
            refuse(key, manifest.getUpdateId(), manifest.getBaseVersion(), offset, refusal.get());
            passOver(key, manifest.getUpdateId(), offset, HeldUpdate.announcedLastChunk(manifest));
            return;
        }
        HeldUpdate update = newHeld(manifest, offset);
        hold(update);
        supersedeOlder(manifest.getClientId(), State.HELD, RejectionReason.MISSING_CHUNKS);
        add(update, 0, manifest.getPayloadCrc32c(), manifest.getPayload());
    }

    private void proceed(String key, PayloadChunk chunk, long offset) {
        Optional<HeldUpdate> found = held.find(key, chunk.getPayloadId());
        if (found.isEmpty()) {
            refuseStray(key, chunk, offset);
            return;
        }
        HeldUpdate update = found.get();
        if (update.state() == State.REFUSED) {
            if (chunk.getIndex() == update.lastChunk()) {
                forget(update);
                lastRefused.put(key, chunk.getPayloadId());
            }
            return;
        }
        add(update, chunk.getIndex(), chunk.getPayloadCrc32c(), chunk.getPayload());
    }

    private void refuseStray(String key, PayloadChunk chunk, long offset) {
        if (lastRefused.is(key, chunk.getPayloadId())) {
            passOver(key, chunk.getPayloadId(), offset, Integer.MAX_VALUE);
            return;
        }
        boolean isAdmitted = admitted.find(key, chunk.getPayloadId()).isPresent();
        RejectionReason reason = isAdmitted ? RejectionReason.EXCESS_CHUNKS : RejectionReason.MISSING_CHUNKS;
        String bound = isAdmitted ? "chunks must end where the manifest says" : "chunks must follow their manifest";
        refuse(
                key,
                chunk.getPayloadId(),
                -1,
                offset,
                new Refusal(reason, bound + ", was chunk " + chunk.getIndex() + " without one"));
        // One rejection for all that come after it.
        passOver(key, chunk.getPayloadId(), offset, Integer.MAX_VALUE);
    }

    private void add(HeldUpdate update, int index, int crc32c, ByteBuffer chunk) {
        try {
            makeRoom(chunk.remaining() + HeldUpdate.CHUNK_BYTES);
            if (held.find(update.clientId(), update.updateId()).orElse(null) != update) {
                return;
            }
            held.add(update, index, crc32c, chunk);
            if (update.isComplete()) {
                decide(update);
            }
        } catch (PayloadException e) {
            refuse(update, new Refusal(reasonOf(e), e.getMessage()), index);
        }
    }

    private void makeRoom(long bytes) {
        long maxHeldBytes = rules.settings().admission().maxHeldBytes();
        if (held.bytes() + bytes > maxHeldBytes) {
            decideArrived();
        }
        while (held.bytes() + bytes > maxHeldBytes && held.size() > 0) {
            HeldUpdate oldest = held.leastWorth().orElseThrow();
            if (oldest.state() == State.REFUSED) {
                forget(oldest);
            } else {
                refuse(
                        oldest,
                        new Refusal(
                                RejectionReason.TOO_MUCH_HELD,
                                "bytes of incomplete updates must be at most " + maxHeldBytes
                                        + " in all, and this one was the oldest, with " + come(oldest)),
                        -1);
            }
        }
    }

    private void supersedeOlder(String clientId, State state, RejectionReason reason) {
        List<HeldUpdate> underWay = held.ofClient(clientId, state);
        for (int i = 0; i < underWay.size() - UNDER_WAY_PER_CLIENT; i++) {
            HeldUpdate oldest = underWay.get(i);
            refuse(
                    oldest,
                    new Refusal(
                            reason,
                            "updates of a client under way at once must be at most " + UNDER_WAY_PER_CLIENT
                                    + ", and this one was the oldest, with " + come(oldest)),
                    state == State.DEFERRED ? oldest.lastChunk() : -1);
        }
    }

    /** Decides about an update whose chunks are all there, but for what its payload may hold. */
    private void decide(HeldUpdate update) throws PayloadException {
        if (!isBaseKnown(update)) {
            update.defer();
            store.putHeld(update.offset());
            supersedeOlder(update.clientId(), State.DEFERRED, RejectionReason.TOO_MUCH_HELD);
            return;
        }
        decideBefore(update.clientId());
        // Again, since a version may have been published and an update admitted since the manifest came.
        Optional<Refusal> refusal =
                manifestCheck.check(update.clientId(), update.manifest()).or(() -> admitted.check(update.manifest()));
        if (refusal.isPresent()) {
            refuse(update, refusal.get(), update.lastChunk());
            return;
        }
        arrive(update);
        if (update.isOnePiece()) {
            // It is not in the store: after a crash nobody would look for it behind its record.
            decideArrived();
        } else {
            decideMeasured();
        }
    }

    private boolean isBaseKnown(HeldUpdate update) {
        return rules.newest()
                .filter(newest -> update.manifest().getBaseVersion() <= newest.version())
                .isPresent();
    }

    private void arrive(HeldUpdate update) throws PayloadException {
        update.arrive(clockMs.getAsLong());
        arrived.add(update);
    }

    /** Decides what can make a difference to the next decision about this client, and what need not be waited for. */
    private void decideBefore(String clientId) {
        if (arrived.stream().anyMatch(update -> update.clientId().equals(clientId))) {
            decideArrived();
        } else {
            decideMeasured();
        }
    }

    /** Decides what need not be waited for, or what cannot wait: an update that fills the partial sum for one. */
    private void decideMeasured() {
        while (!arrived.isEmpty()
                && (arrived.element().isMeasured()
                        || arrived.size() > MOST_ARRIVED
                        || arrived.size() >= outcomes.remaining())) {
            decidePayload(arrived.remove());
        }
    }

    /**
     * Admits or refuses all updates that have arrived whole. To be called before anything happens that could make a
     * difference to one of them; so what becomes of them does not depend on when their payloads are measured.
     */
    public void decideArrived() {
        while (!arrived.isEmpty()) {
            decidePayload(arrived.remove());
        }
    }

    private void decidePayload(HeldUpdate update) {
        try {
            MeasuredDelta delta = update.delta();
            Optional<Refusal> refusal = check(delta);
            if (refusal.isPresent()) {
                refuse(update, refusal.get(), update.lastChunk());
                return;
            }
            long staleness =
                    rules.newest().orElseThrow().version() - update.manifest().getBaseVersion();
            FloatVector clipped = delta.clippedTo(rules.settings().admission().clippingNorm());
            outcomes.admitted(update.manifest(), update.offset(), clipped, staleness, update.wholeAtMs());
            forget(update);
        } catch (PayloadException e) {
            refuse(update, new Refusal(reasonOf(e), e.getMessage()), update.lastChunk());
        }
    }

    private static String come(HeldUpdate update) {
        return update.chunksCome() + " of " + update.manifest().getChunkCount() + " chunks";
    }

    private Optional<Refusal> check(MeasuredDelta delta) {
        double maxDeltaNorm = rules.settings().admission().maxDeltaNorm();
        if (!Double.isFinite(delta.norm())) {
            return Optional.of(new Refusal(RejectionReason.NON_FINITE, nonFinite(delta.values())));
        }
        if (delta.norm() > maxDeltaNorm) {
            return Optional.of(new Refusal(
                    RejectionReason.NORM_TOO_LARGE,
                    "L2 norm of the delta must be at most " + maxDeltaNorm + ", was " + delta.norm()));
        }
        return Optional.empty();
    }

    private static String nonFinite(FloatVector values) {
        int index = Finiteness.firstNonFinite(values).orElseThrow();
        float[] value = new float[1];
        values.read(index, value, 1);
        return "values of the delta must be finite, was " + value[0] + " at parameter " + index;
    }

    /** Decides about the updates that waited for their base version, now that a newer version may be known. */
    public void decideDeferred() {
        for (HeldUpdate update : held.inOrder()) {
            if (update.state() == State.DEFERRED && isBaseKnown(update)) {
                try {
                    decide(update);
                } catch (PayloadException e) {
                    refuse(update, new Refusal(reasonOf(e), e.getMessage()), update.lastChunk());
                }
            }
        }
        decideArrived();
    }

    /** Refuses what has been incomplete, or waiting for its base version, for too long. */
    public void expire() {
        Duration holdTimeout = rules.settings().admission().holdTimeout();
        long latest = clockMs.getAsLong() - holdTimeout.toMillis();
        for (HeldUpdate update : held.inOrder()) {
            // Not in the order of arrival: an update that is refused begins its time as a refused one anew.
            if (update.begunAtMs() > latest) {
                continue;
            }
            switch (update.state()) {
                case REFUSED -> forget(update);
                case ARRIVED -> {
                    // It has been in time.
                }
                case DEFERRED ->
                    refuse(
                            update,
                            new Refusal(
                                    RejectionReason.UNKNOWN_BASE_VERSION,
                                    "baseVersion must be a published version, was "
                                            + update.manifest().getBaseVersion()),
                            update.lastChunk());
                case HELD ->
                    refuse(
                            update,
                            new Refusal(
                                    RejectionReason.MISSING_CHUNKS,
                                    "all " + update.manifest().getChunkCount() + " chunks must come within "
                                            + holdTimeout.toSeconds() + " s, " + update.chunksCome() + " came"),
                            -1);
            }
        }
    }

    /** An update that begins with this manifest; not held yet. */
    HeldUpdate newHeld(ModelUpdate manifest, long offset) {
        return HeldUpdate.of(manifest, offset, clockMs.getAsLong(), beside);
    }

    private void hold(HeldUpdate update) {
        makeRoom(update.bytes());
        held.put(update);
        if (!update.isOnePiece()) {
            store.putHeld(update.offset());
        }
    }

    private void forget(HeldUpdate update) {
        held.remove(update);
        store.deleteHeld(update.offset());
    }

    private void refuse(HeldUpdate update, Refusal refusal, int lastSeenChunk) {
        forget(update);
        refuse(update.clientId(), update.updateId(), update.manifest().getBaseVersion(), update.offset(), refusal);
        if (lastSeenChunk != update.lastChunk()) {
            passOver(update.clientId(), update.updateId(), update.offset(), update.lastChunk());
        } else {
            lastRefused.put(update.clientId(), update.updateId());
        }
    }

    private void refuse(String clientId, String updateId, long baseVersion, long offset, Refusal refusal) {
        outcomes.rejected(
                new RejectedUpdate(refusal.reason(), refusal.detail(), clientId, updateId, baseVersion, offset));
    }

    /** Remembers a refused update, so that its remaining chunks are not refused one by one. */
    private void passOver(String clientId, String updateId, long offset, int lastChunk) {
        if (lastChunk == 0) {
            lastRefused.put(clientId, updateId);
        } else {
            HeldUpdate refused = HeldUpdate.refused(clientId, updateId, offset, clockMs.getAsLong(), lastChunk);
            makeRoom(refused.bytes());
            held.put(refused);
            store.putRefused(refused.offset());
            List<HeldUpdate> passedOver = held.ofClient(refused.clientId(), State.REFUSED);
            if (passedOver.size() > PASSED_OVER_PER_CLIENT) {
                forget(passedOver.get(0));
            }
        }
    }

    private static RejectionReason reasonOf(PayloadException e) {
        return switch (e.flaw()) {
            case LENGTH -> RejectionReason.LENGTH_MISMATCH;
            case DIGEST -> RejectionReason.DIGEST_MISMATCH;
            case MISSING_CHUNK -> RejectionReason.MISSING_CHUNKS;
            case EXCESS -> RejectionReason.EXCESS_CHUNKS;
            case NON_FINITE -> RejectionReason.NON_FINITE;
            case MALFORMED -> RejectionReason.MALFORMED_PAYLOAD;
        };
    }

    /**
     * Gives what is held.
     *
     * @return always the same object
     */
    public HeldUpdates held() {
        return held;
    }

    AdmissionOutcomes outcomes() {
        return outcomes;
    }

    /** For {@link IntakeReplay}: an update goes on that was whole when the crash came, and not yet decided. */
    void resume(HeldUpdate update) throws PayloadException {
        if (isBaseKnown(update)) {
            // Whatever could speak against it but its payload did not when it arrived.
            arrive(update);
        } else {
            update.defer();
        }
    }

    /** Decodes an update that is known to be good, for {@link IntakeReplay}, clipped as it was when it was admitted. */
    FloatVector decodeAgain(HeldUpdate update, double clippingNorm) throws PayloadException {
        update.arrive(clockMs.getAsLong());
        return update.delta().clippedTo(clippingNorm);
    }
}
