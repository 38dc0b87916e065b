package dev.tributary.benchmarks.federation;

import dev.tributary.schemas.avro.ModelUpdate;
import dev.tributary.schemas.avro.PayloadChunk;
import dev.tributary.schemas.avro.PayloadEncoding;
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
import java.util.random.RandomGenerator;

/**
 * An update with small random values, encoded once and sent under as many names as a benchmark needs: to the aggregator
 * each is another update. Thread-safe.
 */
public final class MadeUpdate {

    /** Typical of a step of local training, and far from the bounds of admission. */
    private static final double STEP = 1e-3;

    private final PayloadEncoding encoding;
    private final int parameters;
    private final String layoutFingerprint;
    private final List<ByteBuffer> chunks;
    private final List<Integer> checksums;
    private final byte[] digest;
    private final long payloadBytes;

    /**
     * @param encoding   how the numbers are written
     * @param parameters length of the delta
     * @param chunkBytes greatest length of a chunk
     * @param random     source of the values
     */
    public MadeUpdate(PayloadEncoding encoding, int parameters, int chunkBytes, RandomGenerator random) {
        this.encoding = encoding;
        this.parameters = parameters;
        this.layoutFingerprint = ParameterLayout.flat(parameters).fingerprint();
        ByteBuffer payload = codec(encoding).encode(values(parameters, random));
        this.payloadBytes = payload.remaining();
        this.digest = Checksums.sha256(payload);
        this.chunks = ChunkSplitter.split(payload, chunkBytes, chunkBytes);
        this.checksums = chunks.stream().map(Checksums::crc32c).toList();
    }

    private static PayloadCodec codec(PayloadEncoding encoding) {
        return PayloadCodecs.of(encoding)
                .orElseThrow(() -> new IllegalArgumentException("encoding must have a codec, was " + encoding));
    }

    /** Values from -1e-3 to 1e-3. */
    static float[] values(int parameters, RandomGenerator random) {
        float[] values = new float[parameters];
        for (int i = 0; i < parameters; i++) {
            values[i] = (float) ((2 * random.nextFloat() - 1) * STEP);
        }
        return values;
    }

    /**
     * Counts the payload.
     *
     * @return bytes over all chunks
     */
    public long payloadBytes() {
        return payloadBytes;
    }

    /**
     * Writes the records.
     *
     * @param clientId    who sends it
     * @param updateId    its id
     * @param baseVersion version that it claims to be trained from
     * @param framing     used by the calling thread alone
     * @return manifest, then chunks
     */
    public List<byte[]> records(String clientId, String updateId, long baseVersion, RecordFraming framing) {
        List<byte[]> records = new ArrayList<>(chunks.size());
        records.add(framing.encode(manifest(clientId, updateId, baseVersion)));
        for (int i = 1; i < chunks.size(); i++) {
            ByteBuffer chunk = chunks.get(i).duplicate();
            records.add(framing.encode(new PayloadChunk(updateId, i, checksums.get(i), chunk)));
        }
        return records;
    }

    private ModelUpdate manifest(String clientId, String updateId, long baseVersion) {
        return ModelUpdate.newBuilder()
                .setUpdateId(updateId)
                .setClientId(clientId)
                .setBaseVersion(baseVersion)
                .setLayoutFingerprint(layoutFingerprint)
                .setExampleCount(100)
                .setEncoding(encoding)
                .setParameterCount(parameters)
                .setPayloadBytes(payloadBytes)
                .setChunkCount(chunks.size())
                .setPayloadDigest(new Sha256(digest))
                .setDeltaL2Norm(0)
                .setMetrics(Map.of("loss", 0.5))
                .setPayloadCrc32c(checksums.get(0))
                .setPayload(chunks.get(0).duplicate())
                .build();
    }
}
