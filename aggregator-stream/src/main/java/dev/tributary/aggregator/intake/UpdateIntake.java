package dev.tributary.aggregator.intake;

import dev.tributary.aggregator.admission.Admission;
import dev.tributary.aggregator.admission.AdmissionFacts;
import dev.tributary.aggregator.admission.AdmissionOutcomes;
import dev.tributary.aggregator.admission.BeginAnswer;
import dev.tributary.aggregator.admission.DeltaManifest;
import dev.tributary.aggregator.admission.RuledAdmission;
import dev.tributary.aggregator.admission.UpdateManifest;
import dev.tributary.aggregator.admission.WholeAnswer;
import dev.tributary.aggregator.intake.UnderWay.Arriving;
import dev.tributary.aggregator.intake.UnderWay.Deferred;
import dev.tributary.aggregator.recorded.HeldMemory;
import dev.tributary.aggregator.recorded.RecordedDecisions;
import dev.tributary.aggregator.recovery.LogReplay.RecordVisitor;
import dev.tributary.aggregator.rejection.Refusal;
import dev.tributary.aggregator.sidework.SideWork;
import dev.tributary.schemas.avro.ModelUpdate;
import dev.tributary.schemas.avro.PayloadChunk;
import dev.tributary.schemas.framing.RecordFraming;
import dev.tributary.schemas.framing.UndecodableRecordException;
import dev.tributary.schemas.payload.ManifestPayload;
import dev.tributary.schemas.payload.PayloadException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import org.apache.avro.specific.SpecificRecord;

/**
 * Takes the records of one partition of {@code updates} in order, puts updates together, and has each decided exactly
 * once: when its last chunk is there, when something speaks against it, or when it has been incomplete for too long.
 *
 * <p>Nothing that a record holds makes it throw. Not thread-safe: one instance belongs to one stream task.
 */
public final class UpdateIntake {

    private final AdmissionFacts facts;
    private final LongSupplier clockMs;
    private final RecordFraming framing;
    private final SideWork beside;
    private final HeldRoom room;
    private final WholeUpdates whole;
    private Admission admission;

    /**
     * @param facts    of the moment in which they are asked for
     * @param memory   remembers over a crash what is held
     * @param outcomes is told each decision
     * @param clockMs  wall-clock time
     * @param framing  used by the same task alone
     * @param beside   measures payloads
     */
    public UpdateIntake(
            AdmissionFacts facts,
            HeldMemory memory,
            AdmissionOutcomes outcomes,
            LongSupplier clockMs,
            RecordFraming framing,
            SideWork beside) {
        this.facts = facts;
        this.clockMs = clockMs;
        this.framing = framing;
        this.beside = beside;
        this.admission = new RuledAdmission(facts);
        this.room = new HeldRoom(memory, outcomes, () -> admission.maxHeldBytes(), this::decideArrived, clockMs);
        this.whole = new WholeUpdates(facts, outcomes, room, admission::flawed);
    }

    /**
     * Takes the next record.
     *
     * @param key    its key, may be null
     * @param value  its value, may be null
     * @param offset its offset
     */
    public void accept(String key, byte[] value, long offset) {
        whole.decideBefore(key);
        take(key, value, offset);
    }

    /**
     * Takes records again that had been taken before a crash. The recorded decisions stand in the place of new ones: of
     * these none is taken meanwhile.
     *
     * @param recorded the decisions
     * @param log      gives the records in order, beginning with the first one of an update that is held
     * @throws dev.tributary.schemas.FederationException if one of the records is not the one that it was
     */
    public void takeAgain(RecordedDecisions recorded, Consumer<RecordVisitor> log) {
        Admission byRules = admission;
        admission = recorded;
        log.accept(this::take);
        recorded.requireComplete();
        admission = byRules;
    }

    private void take(String key, byte[] value, long offset) {
        try {
            SpecificRecord record = framing.decode(value);
            if (record instanceof ModelUpdate manifest) {
                begin(key, new DeltaManifest(manifest), ArrivingValues.of(manifest.getEncoding()), offset);
            } else if (record instanceof PayloadChunk chunk) {
                proceed(key, chunk, offset);
            } else {
                refuseForeign(
                        key,
                        "record must be a ModelUpdate or a PayloadChunk, was a "
                                + record.getSchema().getName(),
                        offset);
            }
        } catch (UndecodableRecordException e) {
            refuseForeign(key, e.getMessage(), offset);
        }
    }

    private void refuseForeign(String key, String detail, long offset) {
        admission.foreign(detail).ifPresent(refusal -> room.tell(key, "", -1, offset, refusal));
    }

    private <V> void begin(String key, UpdateManifest<V> manifest, ArrivingValues<V> values, long offset) {
        // The same update sent again before it was complete: its client begins anew, and so do we.
        room.held().find(key, manifest.updateId()).ifPresent(room::forget);
        BeginAnswer answer = admission.begin(key, manifest, offset);
        answer.carryOut(new Opening<>(key, manifest, values, offset));
    }

    /** An update that begins. */
    private final class Opening<V> extends NotHeld implements BeginAnswer.Handler {

        private final UpdateManifest<V> manifest;
        private final ArrivingValues<V> values;

        Opening(String key, UpdateManifest<V> manifest, ArrivingValues<V> values, long offset) {
            super(
                    key,
                    manifest.updateId(),
                    manifest.baseVersion(),
                    offset,
                    announcedLastChunk(manifest.payload().chunkCount()));
            this.manifest = manifest;
            this.values = values;
        }

        @Override
        public void hold() {
            ManifestPayload payload = manifest.payload();
            Arriving<V> update = new Arriving<>(new Arrival<>(
                    manifest, new ArrivingPayload<>(payload, values, beside), offset, clockMs.getAsLong()));
            room.hold(update);
            add(update, 0, payload.firstCrc32c(), payload.first());
        }
    }

    /** Index of the last chunk that a manifest announces, or the greatest int if its count cannot be true. */
    private static int announcedLastChunk(int chunkCount) {
        return chunkCount < 1 ? Integer.MAX_VALUE : chunkCount - 1;
    }

    /** A record that begins nothing that is held. */
    private class NotHeld implements BeginAnswer.NotHeld.Handler {

        private final String key;
        private final String updateId;
        private final long baseVersion;
        private final int lastChunk;
        final long offset;

        NotHeld(String key, String updateId, long baseVersion, long offset, int lastChunk) {
            this.key = key;
            this.updateId = updateId;
            this.baseVersion = baseVersion;
            this.offset = offset;
            this.lastChunk = lastChunk;
        }

        @Override
        public void refuse(Refusal refusal) {
            room.tell(key, updateId, baseVersion, offset, refusal);
            // One rejection for all that come after it.
            passOver();
        }

        @Override
        public void passOver() {
            RefusedUpdate.of(key, updateId, offset, 0, lastChunk, clockMs.getAsLong())
                    .remember(room);
        }

        @Override
        public void leave() {
            // It was decided for good.
        }
    }

    private void proceed(String key, PayloadChunk chunk, long offset) {
        room.held().find(key, chunk.getPayloadId()).ifPresentOrElse(update -> proceed(update, chunk), () -> admission
                .stray(key, chunk, offset)
                .carryOutHeldNot(new NotHeld(key, chunk.getPayloadId(), -1, offset, Integer.MAX_VALUE)));
    }

    private void proceed(HeldUpdate update, PayloadChunk chunk) {
        if (update instanceof UnderWay<?> underWay) {
            add(underWay, chunk.getIndex(), chunk.getPayloadCrc32c(), chunk.getPayload());
        } else if (update instanceof RefusedUpdate.PassedOver refused
                && chunk.getIndex() == refused.lastChunk()
                && admission.endsWithLastChunk()) {
            room.forget(refused);
            room.close(refused.complete());
        }
    }

    private void add(UnderWay<?> update, int index, int crc32c, ByteBuffer chunk) {
        try {
            if (room.add(update, index, crc32c, chunk)
                    && update.arrival().payload().isComplete()) {
                complete(update);
            }
        } catch (PayloadException e) {
            room.refuse(update, admission.flawed(e, update.offset()), index);
        }
    }

    private <V> void complete(UnderWay<V> update) {
        admission.whole(update.manifest(), update.offset()).carryOut(new Completion<>(update));
    }

    /** An update whose chunks are all there, but for what its payload may hold. */
    private final class Completion<V> implements WholeAnswer.Handler {

        private final UnderWay<V> update;

        Completion(UnderWay<V> update) {
            this.update = update;
        }

        @Override
        public void measure() {
            if (!beginMeasuring()) {
                return;
            }
            if (update.arrival().lastChunk() == 0) {
                // It is not in the store: after a crash nobody would look for it behind its record.
                whole.decideAll();
            } else {
                whole.decideMeasured();
            }
        }

        @Override
        public void defer(Refusal atLast) {
            room.defer(update, atLast);
        }

        @Override
        public void refuse(Refusal refusal) {
            room.refuse(update, refusal);
        }

        @Override
        public void resume() {
            beginMeasuring();
        }

        private boolean beginMeasuring() {
            try {
                whole.add(room.measure(update));
                return true;
            } catch (PayloadException e) {
                refuse(admission.flawed(e, update.offset()));
                return false;
            }
        }

        @Override
        public void addAgain(WholeAnswer.AdmittedBefore before) {
            try {
                UnderWay.Whole<V> again = room.measure(update);
                V values = again.arrival().payload().values();
                room.forget(again);
                before.again().accept(update.manifest().admit(values, before.clippingNorm(), before.staleness()));
            } catch (PayloadException e) {
                refuse(admission.flawed(e, update.offset()));
            }
        }
    }

    /**
     * Admits or refuses all updates that have arrived whole. To be called before anything happens that could make a
     * difference to one of them; so their fate does not depend on when their payloads are measured.
     */
    public void decideArrived() {
        whole.decideAll();
    }

    /** Decides about the updates that waited for a fact, now that it may be known. */
    public void decideDeferred() {
        for (HeldUpdate held : room.held().inOrder()) {
            if (held instanceof Deferred<?> update
                    && update.manifest().waitsFor(facts).isEmpty()) {
                whole.decideBefore(update.clientId());
                complete(update);
            }
        }
        decideArrived();
    }

    /** Refuses what has been incomplete, or waiting for a fact, for too long. */
    public void expire() {
        Duration holdTimeout = facts.settings().admission().holdTimeout();
        Expiry expiry = new Expiry(room, holdTimeout);
        long latest = clockMs.getAsLong() - holdTimeout.toMillis();
        for (HeldUpdate update : room.held().inOrder()) {
            // Not in the order of arrival: an update that is refused begins its time as a refused one anew.
            if (update.begunAtMs() <= latest) {
                update.fold(expiry).run();
            }
        }
    }

    /**
     * Gives what is held.
     *
     * @return always the same object
     */
    public HeldUpdates held() {
        return room.held();
    }
}
