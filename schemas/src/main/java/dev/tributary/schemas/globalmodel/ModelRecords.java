package dev.tributary.schemas.globalmodel;

import dev.tributary.schemas.FederationException;
import dev.tributary.schemas.avro.GlobalModelHead;
import dev.tributary.schemas.avro.MemoryOrder;
import dev.tributary.schemas.avro.PayloadChunk;
import dev.tributary.schemas.avro.Sha256;
import dev.tributary.schemas.avro.TensorShape;
import dev.tributary.schemas.codec.PayloadCodec;
import dev.tributary.schemas.framing.RecordFraming;
import dev.tributary.schemas.layout.ParameterLayout;
import dev.tributary.schemas.layout.TensorLayout;
import dev.tributary.schemas.layout.TensorOrder;
import dev.tributary.schemas.payload.Checksums;
import dev.tributary.schemas.payload.ChunkSplitter;
import dev.tributary.schemas.topic.RecordKeys;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.function.BiConsumer;

/** Turns a model version into the records of the model topic: its chunks, then its head. Not thread-safe. */
public final class ModelRecords {

    private final RecordFraming framing;
    private final PayloadCodec codec;
    private final int chunkBytes;

    /**
     * @param framing    used by this instance only from the calling thread
     * @param codec      encoding of the parameters
     * @param chunkBytes greatest length of a chunk, see {@link ChunkSplitter#chunkBytes}
     */
    public ModelRecords(RecordFraming framing, PayloadCodec codec, int chunkBytes) {
        this.framing = framing;
        this.codec = codec;
        this.chunkBytes = chunkBytes;
    }

    /**
     * Writes a version. The records must reach the topic in this order and in one transaction.
     *
     * @param model the version; with a lossy codec the topic holds what the codec makes of its parameters
     * @param sink  takes key and value of each record
     * @return bytes of the payload
     * @throws FederationException if definition and layout do not fit in one record
     */
    public long write(GlobalModel model, BiConsumer<String, byte[]> sink) {
        return write(model, codec.encode(model.parameters()), sink);
    }

    /**
     * Writes a version whose payload is there already.
     *
     * @param model   the version
     * @param payload its parameters as this instance's codec writes them; not changed
     * @param sink    takes key and value of each record
     * @return bytes of the payload
     * @throws FederationException if definition and layout do not fit in one record
     */
    public long write(GlobalModel model, ByteBuffer payload, BiConsumer<String, byte[]> sink) {
        List<ByteBuffer> chunks = ChunkSplitter.split(payload, chunkBytes, chunkBytes);
        byte[] head = framing.encode(head(model, payload, chunks.size()));
        if (head.length > chunkBytes) {
            throw new FederationException("definition and layout of the model must fit in " + chunkBytes
                    + " bytes, need " + head.length + "; raise max.message.bytes or publish without the definition");
        }
        for (int i = 0; i < chunks.size(); i++) {
            ByteBuffer chunk = chunks.get(i);
            PayloadChunk body = new PayloadChunk(String.valueOf(model.version()), i, Checksums.crc32c(chunk), chunk);
            sink.accept(RecordKeys.modelChunk(model.version(), i), framing.encode(body));
        }
        sink.accept(RecordKeys.modelHead(model.version()), head);
        return payload.remaining();
    }

    /**
     * Says how many chunks a version has.
     *
     * @param payloadBytes bytes of its payload
     * @return chunks, at least 1
     */
    public int chunkCount(long payloadBytes) {
        return (int) Math.max(1, (payloadBytes + chunkBytes - 1) / chunkBytes);
    }

    /**
     * Writes the tombstones of a version that is no longer kept.
     *
     * @param version    the version
     * @param chunkCount its chunks
     * @param sink       takes key and value of each record; every value is null
     */
    public static void expire(long version, int chunkCount, BiConsumer<String, byte[]> sink) {
        // The head goes first: a reader never sees a head whose chunks are gone.
        sink.accept(RecordKeys.modelHead(version), null);
        for (int i = 0; i < chunkCount; i++) {
            sink.accept(RecordKeys.modelChunk(version, i), null);
        }
    }

    private GlobalModelHead head(GlobalModel model, ByteBuffer payload, int chunkCount) {
        return GlobalModelHead.newBuilder()
                .setVersion(model.version())
                .setLayout(toRecords(model.layout()))
                .setLayoutFingerprint(model.layout().fingerprint())
                .setParameterCount(model.parameters().length)
                .setEncoding(codec.encoding())
                .setPayloadBytes(payload.remaining())
                .setChunkCount(chunkCount)
                .setPayloadDigest(new Sha256(Checksums.sha256(payload)))
                .setDefinition(new dev.tributary.schemas.avro.ModelDefinition(
                        model.definition().format(), model.definition().text()))
                .setProvenance(model.provenance())
                .build();
    }

    static List<TensorShape> toRecords(ParameterLayout layout) {
        return layout.tensors().stream()
                .map(tensor -> new TensorShape(
                        tensor.name(),
                        tensor.shape(),
                        MemoryOrder.valueOf(tensor.order().name())))
                .toList();
    }

    /**
     * Reads a head's layout.
     *
     * @param records the tensors as they stand in the head
     * @return the layout
     * @throws IllegalArgumentException if it is out of the bounds of a layout
     */
    public static ParameterLayout toLayout(List<TensorShape> records) {
        return new ParameterLayout(records.stream()
                .map(tensor -> new TensorLayout(
                        tensor.getName(),
                        tensor.getShape(),
                        TensorOrder.valueOf(tensor.getOrder().name())))
                .toList());
    }
}
