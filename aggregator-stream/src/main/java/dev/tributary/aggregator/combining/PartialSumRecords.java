package dev.tributary.aggregator.combining;

import dev.tributary.schemas.avro.PartialSum;
import dev.tributary.schemas.avro.PayloadChunk;
import dev.tributary.schemas.avro.PayloadEncoding;
import dev.tributary.schemas.avro.Sha256;
import dev.tributary.schemas.codec.DoubleVector;
import dev.tributary.schemas.codec.PayloadCodecs;
import dev.tributary.schemas.framing.RecordFraming;
import dev.tributary.schemas.framing.RecordSizes;
import dev.tributary.schemas.payload.Checksums;
import dev.tributary.schemas.payload.ChunkSplitter;
import dev.tributary.schemas.payload.PayloadException;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.function.Consumer;

/** Turns a partial sum into the records of the topic {@code partials}: the manifest, then chunks. Not thread-safe. */
public final class PartialSumRecords {

    private final RecordFraming framing;
    private final int partition;
    private final int chunkBytes;

    /**
     * @param partition  partition of {@code updates} that the members come from
     * @param chunkBytes greatest length of a chunk
     * @param framing    used by the same task alone
     */
    public PartialSumRecords(int partition, int chunkBytes, RecordFraming framing) {
        this.framing = framing;
        this.partition = partition;
        this.chunkBytes = chunkBytes;
    }

    /**
     * Bounds the members of a partial sum, so that its manifest fits in one record.
     *
     * @param chunkBytes greatest length of a chunk
     * @return most members, at least 1
     */
    public static int maxMembers(int chunkBytes) {
        return Math.max(1, chunkBytes / RecordSizes.MEMBER_BYTES);
    }

    /**
     * Writes a partial sum.
     *
     * @param partial not empty; not changed
     * @param asUpdate whether the strategy needs every update: the only member's delta is then written as it came; the
     *     words of a masked one always are
     * @param sink    takes the records in order
     */
    public void write(OpenPartialSum partial, boolean asUpdate, Consumer<byte[]> sink) {
        String id = partition + "-" + partial.sequence();
        PayloadEncoding encoding = encoding(partial, asUpdate);
        ByteBuffer payload = payload(partial, encoding);
        int firstBytes = Math.max(0, chunkBytes - partial.size() * RecordSizes.MEMBER_BYTES);
        List<ByteBuffer> chunks = ChunkSplitter.split(payload, firstBytes, chunkBytes);
        sink.accept(framing.encode(manifest(id, partial, encoding, payload, chunks)));
        for (int i = 1; i < chunks.size(); i++) {
            ByteBuffer chunk = chunks.get(i);
            sink.accept(framing.encode(new PayloadChunk(id, i, Checksums.crc32c(chunk), chunk)));
        }
    }

    private static PayloadEncoding encoding(OpenPartialSum partial, boolean asUpdate) {
        if (partial.masked().isPresent()) {
            return PayloadEncoding.UNKNOWN;
        }
        return asUpdate && partial.size() == 1 ? PayloadEncoding.FLOAT32 : PayloadEncoding.FLOAT64;
    }

    private static ByteBuffer payload(OpenPartialSum partial, PayloadEncoding encoding) {
        return partial.masked()
                .map(MaskedValues::payload)
                .orElseGet(() -> encoding == PayloadEncoding.FLOAT32
                        ? PayloadCodecs.FLOAT32.encode(onlyDelta(partial))
                        : DoubleVector.encode(partial.values()));
    }

    private static ByteBuffer maskedHeader(OpenPartialSum partial) {
        return ByteBuffer.wrap(
                partial.masked().map(words -> words.headerDigest().toBytes()).orElseGet(() -> new byte[0]));
    }

    private static float[] onlyDelta(OpenPartialSum partial) {
        try {
            return partial.partialValues().mean(partial.parameterCount());
        } catch (PayloadException e) {
            throw new IllegalStateException("a sum must be as long as itself", e);
        }
    }

    private PartialSum manifest(
            String id, OpenPartialSum partial, PayloadEncoding encoding, ByteBuffer payload, List<ByteBuffer> chunks) {
        return PartialSum.newBuilder()
                .setPartialId(id)
                .setPartition(partition)
                .setSequence(partial.sequence())
                .setLayoutFingerprint(partial.layoutFingerprint())
                .setParameterCount(partial.parameterCount())
                .setExampleCount(partial.exampleCount())
                .setCappedExampleCount(partial.cappedExampleCount())
                .setAggregationWeight(partial.aggregationWeight())
                .setMembers(partial.members())
                .setMetrics(partial.metrics().sums())
                .setEncoding(encoding)
                .setMaskedHeader(maskedHeader(partial))
                .setPayloadBytes(payload.remaining())
                .setChunkCount(chunks.size())
                .setPayloadDigest(new Sha256(Checksums.sha256(payload)))
                .setPayloadCrc32c(Checksums.crc32c(chunks.get(0)))
                .setPayload(chunks.get(0))
                .build();
    }
}
