package dev.tributary.operator.replay;

import dev.tributary.schemas.avro.ModelUpdate;
import dev.tributary.schemas.avro.PayloadChunk;
import dev.tributary.schemas.avro.UpdateMember;
import dev.tributary.schemas.codec.PayloadCodec;
import dev.tributary.schemas.codec.PayloadCodecs;
import dev.tributary.schemas.payload.ManifestPayload;
import dev.tributary.schemas.payload.PayloadAssembly;
import dev.tributary.schemas.payload.PayloadException;
import org.apache.avro.specific.SpecificRecord;

/** One copy of an update, put together from the records of its client as they stand on the topic. */
final class ArchivedUpdate {

    private final UpdateMember member;
    private final float[] target;
    private PayloadAssembly assembly;
    private PayloadCodec codec;
    private boolean isRead;

    /**
     * @param target receives the delta
     */
    ArchivedUpdate(UpdateMember member, float[] target) {
        this.member = member;
        this.target = target;
    }

    /**
     * Takes the next record of the client.
     *
     * @return whether no more is needed: the update has been read, or this copy is not whole
     */
    boolean accept(SpecificRecord record) {
        try {
            if (record instanceof ModelUpdate update && update.getUpdateId().equals(member.getUpdateId())) {
                begin(update);
            } else if (assembly != null
                    && record instanceof PayloadChunk chunk
                    && chunk.getPayloadId().equals(member.getUpdateId())) {
                assembly.add(chunk.getIndex(), chunk.getPayloadCrc32c(), chunk.getPayload());
            }
            return isComplete();
        } catch (PayloadException e) {
            return true;
        }
    }

    /** Sent again before it was whole, it begins anew, as in admission. */
    private void begin(ModelUpdate update) throws PayloadException {
        codec = PayloadCodecs.of(update.getEncoding()).orElseThrow();
        assembly = ManifestPayload.of(update).begin();
    }

    private boolean isComplete() throws PayloadException {
        if (assembly == null || !assembly.isComplete()) {
            return false;
        }
        codec.decode(assembly.whole(), target);
        isRead = true;
        return true;
    }

    /** Says whether the target holds the delta. */
    boolean isRead() {
        return isRead;
    }
}
