package dev.tributary.client.masking;

import dev.tributary.client.update.OutgoingUpdate;
import dev.tributary.schemas.avro.MaskedUpdate;
import dev.tributary.schemas.avro.PayloadChunk;
import dev.tributary.schemas.avro.SealedSeed;
import dev.tributary.schemas.framing.RecordFraming;
import dev.tributary.schemas.payload.Checksums;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Optional;

/**
 * A vector under its mask, and the sealed seed that goes ahead of it. Nothing here tells anything of the client but that it
 * takes part. Sent again, it is the same bytes: no second seed ever exists under its id.
 */
final class MaskedVector implements OutgoingUpdate {

    private final Preface seed;
    private final MaskedUpdate manifest;
    private final List<ByteBuffer> chunks;

    MaskedVector(String seedsTopic, SealedSeed seed, MaskedUpdate manifest, List<ByteBuffer> chunks) {
        this.seed = new Preface(seedsTopic, seed);
        this.manifest = manifest;
        this.chunks = List.copyOf(chunks);
    }

    MaskedUpdate manifest() {
        return manifest;
    }

    @Override
    public Optional<Preface> preface() {
        return Optional.of(seed);
    }

    @Override
    public String updateId() {
        return manifest.getUpdateId();
    }

    @Override
    public long baseVersion() {
        return manifest.getBaseVersion();
    }

    @Override
    public long payloadBytes() {
        return manifest.getPayloadBytes();
    }

    @Override
    public int recordCount() {
        return chunks.size();
    }

    @Override
    public byte[] record(int index, RecordFraming framing) {
        ByteBuffer chunk = chunks.get(index);
        return framing.encode(
                index == 0 ? manifest : new PayloadChunk(updateId(), index, Checksums.crc32c(chunk), chunk));
    }

    /** Leaves nothing behind that would have to follow: the part that truncation cuts off is lost. */
    @Override
    public void arrived() {}

    /** Shape and identity alone. */
    @Override
    public String toString() {
        return "MaskedVector[" + updateId() + " on version " + baseVersion() + ", " + payloadBytes() + " bytes in "
                + recordCount() + " records]";
    }
}
