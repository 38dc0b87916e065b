package dev.tributary.aggregator.harness;

import dev.tributary.schemas.avro.ModelUpdate;
import dev.tributary.schemas.avro.PayloadChunk;
import dev.tributary.schemas.avro.Sha256;
import dev.tributary.schemas.codec.PayloadCodec;
import dev.tributary.schemas.codec.PayloadCodecs;
import dev.tributary.schemas.framing.RecordFraming;
import dev.tributary.schemas.layout.ParameterLayout;
import dev.tributary.schemas.payload.Checksums;
import dev.tributary.schemas.payload.ChunkSplitter;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.UnaryOperator;
import org.apache.kafka.streams.KeyValue;

/** Builds updates as a client sends them, good ones unless told otherwise. */
public final class UpdateFixtures {

    private static final RecordFraming FRAMING = new RecordFraming();

    private final Map<String, Double> metrics = new TreeMap<>();
    private String clientId = "client-1";
    private String updateId;
    private String key;
    private long baseVersion;
    private long exampleCount = 1;
    private PayloadCodec codec = PayloadCodecs.FLOAT32;
    private float[] delta = {1, 2, 3, 4};
    private ByteBuffer payload;
    private int chunkBytes = 1 << 20;
    private UnaryOperator<ModelUpdate.Builder> manifestEdit = UnaryOperator.identity();

    private UpdateFixtures() {}

    /** An update of client-1 on version 0 with one example and the delta 1, 2, 3, 4. */
    public static UpdateFixtures update() {
        return new UpdateFixtures();
    }

    public UpdateFixtures from(String client) {
        clientId = client;
        return this;
    }

    /** Without it the id is made of client and base version. */
    public UpdateFixtures id(String id) {
        updateId = id;
        return this;
    }

    /** Key of the records, when it is not to be the client's id. */
    public UpdateFixtures key(String recordKey) {
        key = recordKey;
        return this;
    }

    public UpdateFixtures base(long version) {
        baseVersion = version;
        return this;
    }

    public UpdateFixtures examples(long count) {
        exampleCount = count;
        return this;
    }

    public UpdateFixtures delta(float... values) {
        delta = values.clone();
        return this;
    }

    /** How the delta is written. */
    public UpdateFixtures codec(PayloadCodec other) {
        codec = other;
        return this;
    }

    /** Bytes to send in place of the delta's. */
    public UpdateFixtures payload(byte[] bytes) {
        payload = ByteBuffer.wrap(bytes.clone());
        return this;
    }

    public UpdateFixtures metric(String name, double value) {
        metrics.put(name, value);
        return this;
    }

    /** Greatest length of each chunk. */
    public UpdateFixtures chunkBytes(int bytes) {
        chunkBytes = bytes;
        return this;
    }

    /** Changes the manifest after everything else is set, and after the changes before this one. */
    public UpdateFixtures manifest(UnaryOperator<ModelUpdate.Builder> edit) {
        UnaryOperator<ModelUpdate.Builder> before = manifestEdit;
        manifestEdit = manifest -> edit.apply(before.apply(manifest));
        return this;
    }

    public String updateId() {
        return updateId == null ? clientId + "-v" + baseVersion : updateId;
    }

    /** The only record of an update that fits in one. */
    public KeyValue<String, byte[]> record() {
        return records().get(0);
    }

    /** Manifest, then chunks. */
    public List<KeyValue<String, byte[]>> records() {
        ByteBuffer whole = payload == null ? codec.encode(delta) : payload;
        List<ByteBuffer> chunks = ChunkSplitter.split(whole, chunkBytes, chunkBytes);
        List<KeyValue<String, byte[]>> records = new ArrayList<>();
        records.add(KeyValue.pair(recordKey(), FRAMING.encode(manifestOf(whole, chunks))));
        for (int i = 1; i < chunks.size(); i++) {
            records.add(chunk(recordKey(), updateId(), i, chunks.get(i)));
        }
        return records;
    }

    private String recordKey() {
        return key == null ? clientId : key;
    }

    /** A chunk with the right checksum. */
    public static KeyValue<String, byte[]> chunk(String key, String updateId, int index, ByteBuffer bytes) {
        return KeyValue.pair(key, FRAMING.encode(new PayloadChunk(updateId, index, Checksums.crc32c(bytes), bytes)));
    }

    private ModelUpdate manifestOf(ByteBuffer whole, List<ByteBuffer> chunks) {
        return manifestEdit
                .apply(ModelUpdate.newBuilder()
                        .setUpdateId(updateId())
                        .setClientId(clientId)
                        .setBaseVersion(baseVersion)
                        .setLayoutFingerprint(ParameterLayout.flat(delta.length).fingerprint())
                        .setExampleCount(exampleCount)
                        .setEncoding(codec.encoding())
                        .setParameterCount(delta.length)
                        .setPayloadBytes(whole.remaining())
                        .setChunkCount(chunks.size())
                        .setPayloadDigest(new Sha256(Checksums.sha256(whole)))
                        .setDeltaL2Norm(0)
                        .setMetrics(metrics)
                        .setPayloadCrc32c(Checksums.crc32c(chunks.get(0)))
                        .setPayload(chunks.get(0)))
                .build();
    }
}
