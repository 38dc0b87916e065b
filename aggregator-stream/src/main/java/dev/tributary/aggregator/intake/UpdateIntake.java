package dev.tributary.aggregator.intake;

import dev.tributary.aggregator.admission.Admission;
import dev.tributary.aggregator.admission.AdmissionFacts;
import dev.tributary.aggregator.admission.AdmissionOutcomes;
import dev.tributary.aggregator.admission.BeginAnswer;
import dev.tributary.aggregator.admission.DeltaManifest;
import dev.tributary.aggregator.admission.MaskedManifest;
import dev.tributary.aggregator.admission.RuledAdmission;
import dev.tributary.aggregator.admission.UpdateManifest;
import dev.tributary.aggregator.intake.UnderWay.Arriving;
import dev.tributary.aggregator.intake.UnderWay.Deferred;
import dev.tributary.aggregator.recorded.HeldMemory;
import dev.tributary.aggregator.recorded.RecordedDecisions;
import dev.tributary.aggregator.recovery.LogReplay.RecordVisitor;
import dev.tributary.aggregator.rejection.Refusal;
import dev.tributary.aggregator.rejection.RejectionReason;
import dev.tributary.aggregator.sidework.SideWork;
import dev.tributary.schemas.avro.MaskedUpdate;
import dev.tributary.schemas.avro.ModelUpdate;
import dev.tributary.schemas.avro.PayloadChunk;
import dev.tributary.schemas.framing.RecordFraming;
import dev.tributary.schemas.framing.UndecodableRecordException;
import dev.tributary.schemas.payload.ManifestPayload;
import dev.tributary.schemas.payload.PayloadException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
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
     * @param memory   remembers the held updates over a crash
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
            } else if (record instanceof MaskedUpdate manifest) {
                begin(
                        key,
                        new MaskedManifest(manifest, facts.settings().topics().federation()),
                        ArrivingValues.ofWords(manifest.getWordBits()),
                        offset);
            } else if (record instanceof PayloadChunk chunk) {
                proceed(key, chunk, offset);
            } else {
                refuseForeign(
                        key,
                        "record must be a ModelUpdate, a MaskedUpdate or a PayloadChunk, was a "
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
        admission.begin(key, manifest, offset).carryOut(new BeginAnswer.Handler() {

            @Override
            public void hold() {
                UpdateIntake.this.hold(manifest, values, offset);
            }

            @Override
            public void turnAway(BeginAnswer.NotHeld answer) {
                int chunkCount = manifest.payload().chunkCount();
                // A count that cannot be true says nothing.
                int lastChunk = chunkCount < 1 ? Integer.MAX_VALUE : chunkCount - 1;
                answer.turnAway(new TurnedAway(
                        room,
                        key,
                        manifest.updateId(),
                        manifest.baseVersion(),
                        offset,
                        lastChunk,
                        clockMs.getAsLong()));
            }
        });
    }

    private <V> void hold(UpdateManifest<V> manifest, ArrivingValues<V> values, long offset) {
        ManifestPayload payload = manifest.payload();
        Arriving<V> update = new Arriving<>(
                new Arrival<>(manifest, new ArrivingPayload<>(payload, values, beside), offset, clockMs.getAsLong()));
        room.hold(update);
        add(update, 0, payload.firstCrc32c(), payload.first());
    }

    private void proceed(String key, PayloadChunk chunk, long offset) {
        Optional<HeldUpdate> update = room.held().find(key, chunk.getPayloadId());
        if (update.isPresent()) {
            proceed(update.get(), chunk);
            return;
        }
        admission
                .stray(key, chunk, offset)
                .turnAway(new TurnedAway(
                        room, key, chunk.getPayloadId(), -1, offset, Integer.MAX_VALUE, clockMs.getAsLong()));
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
        admission.whole(update.manifest(), update.offset()).carryOut(new Completion<>(update, room, whole, admission));
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
        decideDeferred(room.held().inOrder());
    }

    /**
     * Decides about the updates of one client that waited for a fact about it.
     *
     * @param clientId the client
     */
    public void decideDeferredOf(String clientId) {
        decideDeferred(room.held().ofClient(clientId, Deferred.class));
    }

    private void decideDeferred(List<HeldUpdate> candidates) {
        for (HeldUpdate held : candidates) {
            // One that was decided may have made room, or taken it, for the next.
            if (held instanceof Deferred<?> update
                    && room.held().holds(update)
                    && update.manifest().waitsFor(facts).isEmpty()) {
                whole.decideBefore(update.clientId());
                complete(update);
            }
        }
        decideArrived();
    }

    /** Refuses updates that have been incomplete, or waiting for a fact, for too long. */
    public void expire() {
        Duration holdTimeout = facts.settings().admission().holdTimeout();
        Expiry expiry = new Expiry(room, facts, holdTimeout);
        long now = clockMs.getAsLong();
        for (HeldUpdate update : room.held().inOrder()) {
            // Not in the order of arrival: an update that is refused begins its time as a refused one anew.
            if (update.heldUntilMs(facts.settings()) <= now) {
                update.fold(expiry).run();
            }
        }
    }

    /**
     * Gives the held updates.
     *
     * @return always the same object
     */
    public HeldUpdates held() {
        return room.held();
    }

    /**
     * Decision on an update that has been held for as long as it may.
     *
     * @param room        holds it
     * @param facts       of this moment
     * @param holdTimeout the time
     */
    private record Expiry(HeldRoom room, AdmissionFacts facts, Duration holdTimeout)
            implements HeldUpdate.Cases<Runnable> {

        @Override
        public Runnable arriving(UnderWay.Arriving<?> update) {
            Refusal refusal = new Refusal(
                    RejectionReason.MISSING_CHUNKS,
                    "all " + update.manifest().payload().chunkCount() + " chunks must come within "
                            + holdTimeout.toSeconds() + " s, "
                            + update.arrival().payload().chunkCount() + " came");
            return () -> room.refuse(update, refusal);
        }

        @Override
        public Runnable deferred(UnderWay.Deferred<?> update) {
            return () -> room.refuse(update, update.manifest().waitsFor(facts).orElse(update.atLast()));
        }

        /** It has been in time. */
        @Override
        public Runnable whole(UnderWay.Whole<?> update) {
            return () -> {};
        }

        @Override
        public Runnable passedOver(RefusedUpdate.PassedOver update) {
            return () -> room.forget(update);
        }
    }
}
