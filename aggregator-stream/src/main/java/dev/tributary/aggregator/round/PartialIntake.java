package dev.tributary.aggregator.round;

import dev.tributary.aggregator.combining.ReceivedPartial;
import dev.tributary.schemas.FederationException;
import dev.tributary.schemas.avro.PartialSum;
import dev.tributary.schemas.avro.PayloadChunk;
import dev.tributary.schemas.framing.RecordFraming;
import dev.tributary.schemas.framing.UndecodableRecordException;
import dev.tributary.schemas.payload.ManifestPayload;
import dev.tributary.schemas.payload.PayloadAssembly;
import dev.tributary.schemas.payload.PayloadException;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.apache.avro.specific.SpecificRecord;

/**
 * Puts partial sums together from the records of their topic. Only the aggregator may write there, so anything that
 * does not fit stops the application rather than bending a model. Not thread-safe.
 */
final class PartialIntake {

    private final RecordFraming framing;
    /** By id, in the order in which they began. */
    private final Map<String, Incomplete> incomplete = new LinkedHashMap<>();

    private record Incomplete(PartialSum manifest, PayloadAssembly assembly, long offset) {}

    PartialIntake(RecordFraming framing) {
        this.framing = framing;
    }

    /** Takes the next record; returns the partial sum that it completes. */
    Optional<ReceivedPartial> accept(byte[] value, long offset) {
        try {
            SpecificRecord record = framing.decode(value);
            if (record instanceof PartialSum manifest) {
                return begin(manifest, offset);
            }
            if (record instanceof PayloadChunk chunk) {
                return proceed(chunk);
            }
            throw unusable(offset, "it is a " + record.getSchema().getName());
        } catch (UndecodableRecordException | PayloadException e) {
            throw unusable(offset, e.getMessage());
        }
    }

    private Optional<ReceivedPartial> begin(PartialSum manifest, long offset) throws PayloadException {
        PayloadAssembly assembly = ManifestPayload.of(manifest).begin();
        incomplete.put(manifest.getPartialId(), new Incomplete(manifest, assembly, offset));
        return takeIfComplete(manifest.getPartialId());
    }

    private Optional<ReceivedPartial> proceed(PayloadChunk chunk) throws PayloadException {
        Incomplete partial = incomplete.get(chunk.getPayloadId());
        if (partial == null) {
            // The tail of a partial sum whose head lies before the range that is read again: it has joined a round.
            return Optional.empty();
        }
        partial.assembly().add(chunk.getIndex(), chunk.getPayloadCrc32c(), chunk.getPayload());
        return takeIfComplete(chunk.getPayloadId());
    }

    private Optional<ReceivedPartial> takeIfComplete(String id) throws PayloadException {
        Incomplete partial = incomplete.get(id);
        if (!partial.assembly().isComplete()) {
            return Optional.empty();
        }
        incomplete.remove(id);
        return Optional.of(
                ReceivedPartial.of(partial.manifest(), partial.assembly().whole(), partial.offset()));
    }

    /** Offset of the first record of a partial sum that is not complete, or the given one if there is none. */
    long firstOffsetOr(long otherwise) {
        return incomplete.values().stream().mapToLong(Incomplete::offset).min().orElse(otherwise);
    }

    private static FederationException unusable(long offset, String why) {
        return new FederationException("the topic of partial sums must hold only what the aggregator wrote, but the"
                + " record at offset " + offset + " cannot be used: " + why
                + "; check who may write to it (tributary docs: access control)");
    }
}
