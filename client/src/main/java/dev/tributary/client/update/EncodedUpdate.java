package dev.tributary.client.update;

import dev.tributary.schemas.avro.ModelUpdate;
import dev.tributary.schemas.avro.PayloadChunk;
import dev.tributary.schemas.framing.RecordFraming;
import dev.tributary.schemas.payload.Checksums;
import java.nio.ByteBuffer;
import java.util.List;

/**
 * A model update in the clear as it travels: the manifest with chunk 0, and the further chunks.
 *
 * <p>Holds the payload once; a record is made when it is asked for.
 */
public final class EncodedUpdate implements OutgoingUpdate {

    private final ModelUpdate manifest;
    private final List<ByteBuffer> chunks;
    private final Runnable onArrival;

    /**
     * @param manifest holds chunk 0
     * @param chunks   all chunks in order, chunk 0 too; views of one payload that nobody changes
     * @param onArrival run when every record is acknowledged
     */
    EncodedUpdate(ModelUpdate manifest, List<ByteBuffer> chunks, Runnable onArrival) {
        this.manifest = manifest;
        this.chunks = List.copyOf(chunks);
        this.onArrival = onArrival;
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

    /**
     * Gives the manifest itself, not a copy.
     *
     * @return with chunk 0; not to be changed
     */
    public ModelUpdate manifest() {
        return manifest;
    }

    /**
     * Gives the payload as it travels.
     *
     * @return all chunks in order, chunk 0 too; not to be changed
     */
    public List<ByteBuffer> chunks() {
        return chunks;
    }

    /** The part that the payload left out is the residual from now on. */
    @Override
    public void arrived() {
        onArrival.run();
    }

    @Override
    public int recordCount() {
        return chunks.size();
    }

    @Override
    public byte[] record(int index, RecordFraming framing) {
        ByteBuffer chunk = chunks.get(index);
        if (index == 0) {
            return framing.encode(manifest);
        }
        PayloadChunk body = new PayloadChunk(updateId(), index, Checksums.crc32c(chunk), chunk);
        return framing.encode(body);
    }

    /** Prints shape and identity only. */
    @Override
    public String toString() {
        return "EncodedUpdate[" + updateId() + " on version " + baseVersion() + ", " + payloadBytes() + " bytes in "
                + recordCount() + " records]";
    }
}
