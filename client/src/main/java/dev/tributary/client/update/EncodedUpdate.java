package dev.tributary.client.update;

import dev.tributary.schemas.avro.ModelUpdate;
import dev.tributary.schemas.avro.PayloadChunk;
import dev.tributary.schemas.framing.RecordFraming;
import dev.tributary.schemas.payload.Checksums;
import java.nio.ByteBuffer;
import java.util.List;

/**
 * A model update as it travels: the manifest with chunk 0, and the further chunks. Sent as often as it takes, always
 * under the same id, so that the aggregator counts it once.
 *
 * <p>Holds the payload once; a record is made when it is asked for.
 */
public final class EncodedUpdate {

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

    /**
     * Names the update.
     *
     * @return unique for this update
     */
    public String updateId() {
        return manifest.getUpdateId();
    }

    /**
     * Says which model version the client trained from.
     *
     * @return the base version
     */
    public long baseVersion() {
        return manifest.getBaseVersion();
    }

    /**
     * Says how long the payload is.
     *
     * @return bytes over all chunks
     */
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

    /**
     * Takes note that the update has arrived: the values that its payload left out are the residual from now on. To be called once,
     * by whoever delivers the update.
     */
    public void arrived() {
        onArrival.run();
    }

    /** Records that the update takes, at least 1. */
    public int recordCount() {
        return chunks.size();
    }

    /**
     * Writes one of the records, which are to be sent in order.
     *
     * @param index   0 for the manifest, then 1 for chunk 1 and so on
     * @param framing used by the calling thread alone
     * @return the record's value, owned by the caller
     */
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
