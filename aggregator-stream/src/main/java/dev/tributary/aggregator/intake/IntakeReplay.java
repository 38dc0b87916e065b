package dev.tributary.aggregator.intake;

import dev.tributary.aggregator.intake.HeldUpdate.State;
import dev.tributary.aggregator.recorded.AdmittedUpdate;
import dev.tributary.arithmetic.FloatVector;
import dev.tributary.schemas.FederationException;
import dev.tributary.schemas.avro.ModelUpdate;
import dev.tributary.schemas.avro.PayloadChunk;
import dev.tributary.schemas.framing.RecordFraming;
import dev.tributary.schemas.framing.UndecodableRecordException;
import dev.tributary.schemas.payload.PayloadException;
import java.nio.ByteBuffer;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.LongSupplier;
import org.apache.avro.specific.SpecificRecord;

/**
 * Brings an intake back to where it stood before a crash, from the records that it had processed since: members of the
 * open partial sum are added again, what was held is held again, and everything else was decided for good and is
 * passed over. No decision is taken here and no rejection told.
 */
public final class IntakeReplay {

    private final UpdateIntake intake;
    private final Map<Long, AdmittedUpdate> membersByOffset;
    private final Set<Long> heldOffsets;
    private final Set<Long> refusedOffsets;
    private final LongSupplier clockMs;
    private final RecordFraming framing;
    private int readmitted;

    /**
     * @param intake          empty
     * @param membersByOffset members of the open partial sum, by the offset of their first record
     * @param heldOffsets     first records of the updates that were held
     * @param refusedOffsets  first records of the refused updates of which chunks were still to come
     * @param clockMs         wall-clock time
     * @param framing         used by the same task alone
     */
    public IntakeReplay(
            UpdateIntake intake,
            Map<Long, AdmittedUpdate> membersByOffset,
            Set<Long> heldOffsets,
            Set<Long> refusedOffsets,
            LongSupplier clockMs,
            RecordFraming framing) {
        this.intake = intake;
        this.membersByOffset = membersByOffset;
        this.heldOffsets = heldOffsets;
        this.refusedOffsets = refusedOffsets;
        this.clockMs = clockMs;
        this.framing = framing;
    }

    /**
     * Takes the next record of the range that is read again.
     *
     * @param key    its key, may be null
     * @param value  its value, may be null
     * @param offset its offset
     * @throws FederationException if it counted and is another one now
     */
    public void accept(String key, byte[] value, long offset) {
        try {
            SpecificRecord record = framing.decode(value);
            if (record instanceof ModelUpdate manifest) {
                begin(key, manifest, offset);
            } else if (record instanceof PayloadChunk chunk) {
                proceed(key, chunk, offset);
            }
        } catch (UndecodableRecordException e) {
            // It was refused when it was first read.
            return;
        } catch (PayloadException e) {
            throw changed("the record at offset " + offset + " was good before: " + e.getMessage());
        }
    }

    private void begin(String key, ModelUpdate manifest, long offset) throws PayloadException {
        if (refusedOffsets.contains(offset)) {
            passOver(key, manifest.getUpdateId(), offset, HeldUpdate.announcedLastChunk(manifest));
        } else if (heldOffsets.contains(offset) || membersByOffset.containsKey(offset)) {
            HeldUpdate update = intake.newHeld(manifest, offset);
            intake.held().put(update);
            add(update, 0, manifest.getPayloadCrc32c(), manifest.getPayload());
        }
    }

    private void proceed(String key, PayloadChunk chunk, long offset) throws PayloadException {
        if (refusedOffsets.contains(offset)) {
            passOver(key, chunk.getPayloadId(), offset, Integer.MAX_VALUE);
            return;
        }
        Optional<HeldUpdate> update =
                intake.held().find(key, chunk.getPayloadId()).filter(found -> found.state() == State.HELD);
        if (update.isPresent()) {
            add(update.get(), chunk.getIndex(), chunk.getPayloadCrc32c(), chunk.getPayload());
        }
    }

    private void passOver(String key, String updateId, long offset, int lastChunk) {
        intake.held().put(HeldUpdate.refused(key, updateId, offset, clockMs.getAsLong(), lastChunk));
    }

    private void add(HeldUpdate update, int index, int crc32c, ByteBuffer chunk) throws PayloadException {
        intake.held().add(update, index, crc32c, chunk);
        if (!update.isComplete()) {
            return;
        }
        AdmittedUpdate member = membersByOffset.get(update.offset());
        if (member != null) {
            FloatVector delta = intake.decodeAgain(update, member.clippingNorm());
            intake.outcomes().readmitted(update.manifest(), update.offset(), delta);
            intake.held().remove(update);
            readmitted++;
        } else {
            intake.resume(update);
        }
    }

    /**
     * Checks that everything that had joined the sum has joined it again.
     *
     * @throws FederationException if not
     */
    public void requireComplete() {
        if (readmitted != membersByOffset.size()) {
            throw changed(
                    "of " + membersByOffset.size() + " updates in the open round only " + readmitted + " are left");
        }
    }

    private static FederationException changed(String what) {
        return new FederationException("the topic of updates must still hold what was read from it before the restart, "
                + "but " + what + "; was it truncated by retention or created anew?");
    }
}
