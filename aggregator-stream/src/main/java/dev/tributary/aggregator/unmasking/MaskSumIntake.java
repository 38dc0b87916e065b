package dev.tributary.aggregator.unmasking;

import dev.tributary.masking.keys.SignedRecords;
import dev.tributary.masking.keys.VerifyingKey;
import dev.tributary.schemas.avro.MaskSum;
import dev.tributary.schemas.avro.PayloadChunk;
import dev.tributary.schemas.framing.RecordFraming;
import dev.tributary.schemas.framing.UndecodableRecordException;
import dev.tributary.schemas.payload.PayloadAssembly;
import dev.tributary.schemas.payload.PayloadException;
import java.nio.ByteBuffer;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.apache.avro.specific.SpecificRecord;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Puts answers of the mask helper together from the records of {@code mask-sums}. What the pinned root key did not sign, or
 * is not whole, is left out with a warning: it can neither stop the aggregator nor reach a model. Not thread-safe.
 */
public final class MaskSumIntake {

    private static final Logger LOG = LoggerFactory.getLogger(MaskSumIntake.class);

    private final RecordFraming framing;
    private final SignedRecords signed;
    private final VerifyingKey helperRoot;
    /** By request id, in the order in which they began. */
    private final Map<String, Incomplete> incomplete = new LinkedHashMap<>();

    private record Incomplete(MaskSum manifest, PayloadAssembly assembly, long offset) {}

    /**
     * @param framing    used by the same task alone
     * @param federation name of the federation, part of each signature
     * @param helperRoot pinned root key of the mask helper
     */
    public MaskSumIntake(RecordFraming framing, String federation, VerifyingKey helperRoot) {
        this.framing = framing;
        this.signed = new SignedRecords(federation);
        this.helperRoot = helperRoot;
    }

    /**
     * Takes the next record.
     *
     * @param value  its value, may be null
     * @param offset its offset
     * @return the answer that it completes
     */
    public Optional<MaskAnswer> accept(byte[] value, long offset) {
        try {
            SpecificRecord record = framing.decode(value == null ? new byte[0] : value);
            if (record instanceof MaskSum manifest) {
                return begin(manifest, offset);
            }
            if (record instanceof PayloadChunk chunk) {
                return proceed(chunk);
            }
            throw new UndecodableRecordException("it is a " + record.getSchema().getName());
        } catch (UndecodableRecordException | PayloadException e) {
            LOG.warn("a record of mask-sums at offset={} is left out: {}", offset, e.getMessage());
            return Optional.empty();
        }
    }

    private Optional<MaskAnswer> begin(MaskSum manifest, long offset) throws PayloadException {
        if (!signed.isGood(manifest, helperRoot)) {
            LOG.warn(
                    "an answer to request {} at offset={} is left out: the pinned root key of the mask helper did not"
                            + " sign it",
                    manifest.getRequestId(),
                    offset);
            return Optional.empty();
        }
        PayloadAssembly assembly = new PayloadAssembly(
                manifest.getPayloadBytes(),
                manifest.getChunkCount(),
                manifest.getPayloadDigest().bytes());
        incomplete.put(manifest.getRequestId(), new Incomplete(manifest, assembly, offset));
        return add(manifest.getRequestId(), 0, manifest.getPayloadCrc32c(), manifest.getPayload());
    }

    private Optional<MaskAnswer> proceed(PayloadChunk chunk) throws PayloadException {
        // Without a manifest it is the tail of an answer that was read before, or of one that nobody signed.
        return incomplete.containsKey(chunk.getPayloadId())
                ? add(chunk.getPayloadId(), chunk.getIndex(), chunk.getPayloadCrc32c(), chunk.getPayload())
                : Optional.empty();
    }

    private Optional<MaskAnswer> add(String requestId, int index, int crc32c, ByteBuffer payload)
            throws PayloadException {
        Incomplete answer = incomplete.get(requestId);
        try {
            answer.assembly().add(index, crc32c, payload);
            if (!answer.assembly().isComplete()) {
                return Optional.empty();
            }
            incomplete.remove(requestId);
            return Optional.of(
                    new MaskAnswer(answer.manifest(), answer.assembly().whole()));
        } catch (PayloadException e) {
            incomplete.remove(requestId);
            throw e;
        }
    }

    /**
     * Says from where the log must be read again to have what is not whole.
     *
     * @param otherwise the answer if everything is whole
     * @return offset of the first record of what began first
     */
    public long firstOffsetOr(long otherwise) {
        return incomplete.values().stream().mapToLong(Incomplete::offset).min().orElse(otherwise);
    }
}
