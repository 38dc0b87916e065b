package dev.tributary.e2e.harness;

import dev.tributary.schemas.avro.ModelUpdate;
import dev.tributary.schemas.avro.PayloadChunk;
import dev.tributary.schemas.avro.PayloadEncoding;
import dev.tributary.schemas.avro.Sha256;
import dev.tributary.schemas.codec.PayloadCodecs;
import dev.tributary.schemas.framing.RecordFraming;
import dev.tributary.schemas.layout.ParameterLayout;
import dev.tributary.schemas.payload.Checksums;
import dev.tributary.schemas.payload.ChunkSplitter;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;

/**
 * The records of an update, made by hand: a good one of a client unless told otherwise, so that a test can send what no
 * client of ours would.
 */
public final class RawUpdate {

    private final String clientId;
    private final RecordFraming framing = new RecordFraming();
    private String updateId;
    private String key;
    private long baseVersion;
    private long exampleCount = 1;
    private float[] delta;
    private int chunkBytes;
    private UnaryOperator<ModelUpdate.Builder> edit = UnaryOperator.identity();

    private RawUpdate(String clientId, int parameterCount, int chunkBytes) {
        this.clientId = clientId;
        this.key = clientId;
        this.chunkBytes = chunkBytes;
        this.delta = new float[parameterCount];
    }

    /** An update of a client on version 0, with a delta of zeros and one example. */
    public static RawUpdate of(TestFederation federation, String clientId) {
        return new RawUpdate(
                clientId,
                federation.plan().parameterCount(),
                ChunkSplitter.chunkBytes(federation.plan().maxMessageBytes()));
    }

    /** What a registered client contributes on a version. */
    public static RawUpdate contribution(TestFederation federation, String clientId, long baseVersion) {
        Contribution contribution = federation.clients().contribution(clientId, baseVersion);
        return of(federation, clientId)
                .base(baseVersion)
                .examples(contribution.exampleCount())
                .delta(contribution.delta(federation.plan().parameterCount()));
    }

    /** Without it the id is made of client and base version. */
    public RawUpdate id(String id) {
        updateId = id;
        return this;
    }

    /** Key of the records, when it is not to be the client's id. */
    public RawUpdate key(String recordKey) {
        key = recordKey;
        return this;
    }

    /** The version that it was trained from. */
    public RawUpdate base(long version) {
        baseVersion = version;
        return this;
    }

    /** The number of examples that it says it was trained on. */
    public RawUpdate examples(long count) {
        exampleCount = count;
        return this;
    }

    /** The delta. */
    public RawUpdate delta(float[] values) {
        delta = values.clone();
        return this;
    }

    /** Greatest length of each chunk. */
    public RawUpdate chunkBytes(int bytes) {
        chunkBytes = bytes;
        return this;
    }

    /** Changes the manifest after everything else is set. */
    public RawUpdate manifest(UnaryOperator<ModelUpdate.Builder> change) {
        edit = change;
        return this;
    }

    /** Key of its records. */
    public String key() {
        return key;
    }

    /** The client that it names. */
    public String clientId() {
        return clientId;
    }

    /** Its id. */
    public String updateId() {
        return updateId == null ? clientId + "-v" + baseVersion : updateId;
    }

    /** The version that it names. */
    public long baseVersion() {
        return baseVersion;
    }

    /** Manifest, then chunks. */
    public List<byte[]> records() {
        ByteBuffer payload = PayloadCodecs.FLOAT32.encode(delta);
        List<ByteBuffer> chunks = ChunkSplitter.split(payload, chunkBytes, chunkBytes);
        List<byte[]> records = new ArrayList<>();
        records.add(framing.encode(manifest(payload, chunks)));
        for (int i = 1; i < chunks.size(); i++) {
            ByteBuffer chunk = chunks.get(i);
            records.add(framing.encode(new PayloadChunk(updateId(), i, Checksums.crc32c(chunk), chunk)));
        }
        return records;
    }

    private ModelUpdate manifest(ByteBuffer payload, List<ByteBuffer> chunks) {
        return edit.apply(ModelUpdate.newBuilder()
                        .setUpdateId(updateId())
                        .setClientId(clientId)
                        .setBaseVersion(baseVersion)
                        .setLayoutFingerprint(ParameterLayout.flat(delta.length).fingerprint())
                        .setExampleCount(exampleCount)
                        .setEncoding(PayloadEncoding.FLOAT32)
                        .setParameterCount(delta.length)
                        .setPayloadBytes(payload.remaining())
                        .setChunkCount(chunks.size())
                        .setPayloadDigest(new Sha256(Checksums.sha256(payload)))
                        .setDeltaL2Norm(0)
                        .setMetrics(Map.of())
                        .setPayloadCrc32c(Checksums.crc32c(chunks.get(0)))
                        .setPayload(chunks.get(0)))
                .build();
    }
}
