package dev.tributary.aggregator.admission;

import dev.tributary.aggregator.admission.HeldUpdate.State;
import dev.tributary.aggregator.aggregation.Clipping;
import dev.tributary.schemas.avro.ModelUpdate;
import dev.tributary.schemas.avro.PayloadChunk;
import dev.tributary.schemas.framing.RecordFraming;
import dev.tributary.schemas.framing.UndecodableRecordException;
import dev.tributary.schemas.payload.PayloadException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Executor;
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

    private final AdmissionRules rules;
    private final ManifestCheck manifestCheck;
    private final AdmissionStore store;
    private final AdmittedUpdates admitted;
    private final AdmissionOutcomes outcomes;
    private final LongSupplier clockMs;
    private final RecordFraming framing;
    private final Executor hasher;
    private final HeldUpdates held = new HeldUpdates();
    private float[] delta = new float[0];

    UpdateIntake(
            AdmissionRules rules,
            AdmissionStore store,
            AdmittedUpdates admitted,
            AdmissionOutcomes outcomes,
            LongSupplier clockMs,
            RecordFraming framing,
            Executor hasher) {
        this.rules = rules;
        this.manifestCheck = new ManifestCheck(rules);
        this.store = store;
        this.admitted = admitted;
        this.outcomes = outcomes;
        this.clockMs = clockMs;
        this.framing = framing;
        this.hasher = hasher;
    }

    /** Takes the next record. */
    void accept(String key, byte[] value, long offset) {
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
            passOver(key, manifest.getUpdateId(), offset, manifest.getChunkCount() - 1);
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
            if (chunk.getIndex() >= update.lastChunk()) {
                forget(update);
            }
            return;
        }
        add(update, chunk.getIndex(), chunk.getPayloadCrc32c(), chunk.getPayload());
    }

    private void refuseStray(String key, PayloadChunk chunk, long offset) {
        boolean isAdmitted = admitted.find(chunk.getPayloadId()).isPresent();
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
                                        + " in all, and this one was the oldest"),
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
                                    + ", and this one was the oldest"),
                    state == State.DEFERRED ? oldest.lastChunk() : -1);
        }
    }

    /** Decides about an update whose chunks are all there. */
    private void decide(HeldUpdate update) throws PayloadException {
        Optional<NewestVersion> newest = rules.newest();
        if (newest.isEmpty()
                || update.manifest().getBaseVersion() > newest.get().version()) {
            update.defer();
            store.putHeld(update);
            supersedeOlder(update.clientId(), State.DEFERRED, RejectionReason.TOO_MUCH_HELD);
            return;
        }
        // Again, since a version may have been published and an update admitted since the manifest came.
        Optional<Refusal> refusal =
                manifestCheck.check(update.clientId(), update.manifest()).or(() -> admitted.check(update.manifest()));
        if (refusal.isEmpty()) {
            refusal = checkDelta(decode(update, Math.toIntExact(newest.get().parameterCount())));
        }
        if (refusal.isPresent()) {
            refuse(update, refusal.get(), update.lastChunk());
            return;
        }
        long staleness = newest.get().version() - update.manifest().getBaseVersion();
        outcomes.admitted(update.manifest(), update.offset(), delta, staleness);
        forget(update);
    }

    /** Gives the norm of what it has decoded. */
    private double decode(HeldUpdate update, int parameterCount) throws PayloadException {
        if (delta.length != parameterCount) {
            delta = new float[parameterCount];
        }
        return update.decodeInto(delta);
    }

    private Optional<Refusal> checkDelta(double norm) {
        double maxDeltaNorm = rules.settings().admission().maxDeltaNorm();
        if (!Double.isFinite(norm)) {
            return Optional.of(
                    new Refusal(RejectionReason.NON_FINITE, "values of the delta must be finite, was one that is not"));
        }
        if (norm > maxDeltaNorm) {
            return Optional.of(new Refusal(
                    RejectionReason.NORM_TOO_LARGE,
                    "L2 norm of the delta must be at most " + maxDeltaNorm + ", was " + norm));
        }
        clip(norm, rules.settings().admission().clippingNorm());
        return Optional.empty();
    }

    private void clip(double norm, double clippingNorm) {
        if (clippingNorm > 0 && norm > clippingNorm) {
            Clipping.scale(delta, norm, clippingNorm);
        }
    }

    /** Decides about the updates that waited for their base version, now that a newer version may be known. */
    void decideDeferred() {
        for (HeldUpdate update : held.inOrder()) {
            boolean isKnown = rules.newest()
                    .filter(newest -> update.state() == State.DEFERRED)
                    .filter(newest -> update.manifest().getBaseVersion() <= newest.version())
                    .isPresent();
            if (isKnown) {
                try {
                    decide(update);
                } catch (PayloadException e) {
                    refuse(update, new Refusal(reasonOf(e), e.getMessage()), update.lastChunk());
                }
            }
        }
    }

    /** Refuses what has been incomplete, or waiting for its base version, for too long. */
    void expire() {
        Duration holdTimeout = rules.settings().admission().holdTimeout();
        long latest = clockMs.getAsLong() - holdTimeout.toMillis();
        for (HeldUpdate update : held.inOrder()) {
            // Not in the order of arrival: an update that is refused begins its time as a refused one anew.
            if (update.arrivedAtMs() > latest) {
                continue;
            }
            switch (update.state()) {
                case REFUSED -> forget(update);
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
                                            + holdTimeout.toSeconds() + " s, did not"),
                            -1);
            }
        }
    }

    /** An update that begins with this manifest; not held yet. */
    HeldUpdate newHeld(ModelUpdate manifest, long offset) {
        // Nothing can be done meanwhile for an update that came in one piece: to hand it over would only cost time.
        Executor digesting = manifest.getChunkCount() == 1 ? Runnable::run : hasher;
        return HeldUpdate.of(manifest, offset, clockMs.getAsLong(), digesting);
    }

    private void hold(HeldUpdate update) {
        makeRoom(update.bytes());
        held.put(update);
        if (update.manifest().getChunkCount() > 1) {
            store.putHeld(update);
        }
    }

    private void forget(HeldUpdate update) {
        held.remove(update);
        store.deleteHeld(update);
    }

    private void refuse(HeldUpdate update, Refusal refusal, int lastSeenChunk) {
        forget(update);
        refuse(update.clientId(), update.updateId(), update.manifest().getBaseVersion(), update.offset(), refusal);
        if (lastSeenChunk != update.lastChunk()) {
            passOver(update.clientId(), update.updateId(), update.offset(), update.lastChunk());
        }
    }

    private void refuse(String clientId, String updateId, long baseVersion, long offset, Refusal refusal) {
        outcomes.rejected(
                new RejectedUpdate(refusal.reason(), refusal.detail(), clientId, updateId, baseVersion, offset));
    }

    /** Remembers a refused update, so that its remaining chunks are not refused one by one. */
    private void passOver(String clientId, String updateId, long offset, int lastChunk) {
        // An id that is too long for an admitted update is too long to be remembered: each of its chunks is refused.
        if (lastChunk > 0 && isShort(clientId) && isShort(updateId)) {
            HeldUpdate refused = HeldUpdate.refused(clientId, updateId, offset, clockMs.getAsLong(), lastChunk);
            makeRoom(refused.bytes());
            held.put(refused);
            store.putHeld(refused);
            List<HeldUpdate> passedOver = held.ofClient(refused.clientId(), State.REFUSED);
            if (passedOver.size() > PASSED_OVER_PER_CLIENT) {
                forget(passedOver.get(0));
            }
        }
    }

    private static boolean isShort(String id) {
        return id == null || id.length() <= ManifestCheck.MAX_ID_LENGTH;
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

    HeldUpdates held() {
        return held;
    }

    AdmissionOutcomes outcomes() {
        return outcomes;
    }

    /** Decodes an update that is known to be good, for {@link IntakeReplay}, clipped as it was when it was admitted. */
    float[] decodeAgain(HeldUpdate update, double clippingNorm) throws PayloadException {
        clip(decode(update, Math.toIntExact(update.manifest().getParameterCount())), clippingNorm);
        return delta;
    }
}
