package dev.tributary.leaktest.artefacts;

import dev.tributary.masking.mask.Mask;
import dev.tributary.masking.mask.Secret;
import dev.tributary.privacy.quantisation.QuantisedUpdate;
import dev.tributary.privacy.words.WordSum;
import dev.tributary.schemas.avro.MaskPurpose;
import dev.tributary.schemas.avro.MaskedUpdate;
import dev.tributary.schemas.avro.PayloadChunk;
import dev.tributary.schemas.avro.SealedSeed;
import dev.tributary.schemas.framing.RecordFraming;
import dev.tributary.schemas.layout.ParameterLayout;
import dev.tributary.schemas.masked.Digest;
import dev.tributary.schemas.masked.MaskedHeader;
import dev.tributary.schemas.payload.Checksums;
import dev.tributary.schemas.payload.ChunkSplitter;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/**
 * A client of a masked federation: quantises, masks, seals the seed, as {@code docs/protocol-masked.md} says it, sections 2 to
 * 6. Not thread-safe.
 */
public final class MaskedClient {

    private static final int CHUNK_BYTES = ChunkSplitter.chunkBytes(ChunkSplitter.DEFAULT_MAX_REQUEST_BYTES);
    private static final Digest SETTINGS = Digest.hash("leak-test".getBytes(StandardCharsets.US_ASCII));
    /** Versions of a run are fewer. */
    private static final long SEEDS_OF_A_MEMBER = 1L << 20;

    private final Parties parties;
    private final int member;
    private final SumPlan plan;
    private final long seed;
    private final RecordFraming framing = new RecordFraming();

    /**
     * @param parties keys of the federation
     * @param member  which user it is
     * @param plan    how deltas become words
     * @param seed    of the seeds of masks
     */
    public MaskedClient(Parties parties, int member, SumPlan plan, long seed) {
        this.parties = parties;
        this.member = member;
        this.plan = plan;
        this.seed = seed;
    }

    /**
     * Writes an update.
     *
     * @param baseVersion version that it comes from; one update for each
     * @param layout      layout of the model
     * @param delta       trained minus received parameters; not changed
     * @return its records
     */
    public LeakedUpdate write(long baseVersion, ParameterLayout layout, float[] delta) {
        MaskedHeader header = header(baseVersion, layout);
        try (Secret maskSeed = maskSeed(seed, member, baseVersion);
                QuantisedUpdate quantised = plan.quantise(delta)) {
            WordSum words = WordSum.zero(plan.words().quantisation().wordSize(), delta.length);
            words.add(0, quantised.words(), 1);
            Mask.addTo(maskSeed, header, 1, words);
            ByteBuffer payload = ByteBuffer.wrap(words.toBytes());
            return new LeakedUpdate(records(header, payload), List.of(sealed(header, payload, maskSeed)));
        }
    }

    /** The seed of one mask; the caller closes it. */
    static Secret maskSeed(long seed, int member, long baseVersion) {
        return SeededBytes.secret(seed, member * SEEDS_OF_A_MEMBER + baseVersion);
    }

    private MaskedHeader header(long baseVersion, ParameterLayout layout) {
        int bytes = plan.words().quantisation().wordSize().bytesOf(layout.parameterCount());
        return new MaskedHeader(
                Parties.FEDERATION,
                MaskPurpose.UPDATE,
                baseVersion,
                SETTINGS,
                Digest.parse(layout.fingerprint()),
                layout.parameterCount(),
                plan.words().quantisation().wordSize().bits(),
                parties.clientId(member).value().substring(0, 8) + "-" + baseVersion,
                Math.max(1, (bytes + CHUNK_BYTES - 1) / CHUNK_BYTES),
                parties.epochKey().id(),
                Parties.EXPIRES_AT_MS);
    }

    private List<byte[]> records(MaskedHeader header, ByteBuffer payload) {
        List<ByteBuffer> chunks = ChunkSplitter.split(payload, CHUNK_BYTES, CHUNK_BYTES);
        List<byte[]> records = new ArrayList<>();
        records.add(framing.encode(manifest(header, payload, chunks)));
        for (int i = 1; i < chunks.size(); i++) {
            ByteBuffer chunk = chunks.get(i);
            records.add(framing.encode(new PayloadChunk(header.updateId(), i, Checksums.crc32c(chunk), chunk)));
        }
        return records;
    }

    private MaskedUpdate manifest(MaskedHeader header, ByteBuffer payload, List<ByteBuffer> chunks) {
        return MaskedUpdate.newBuilder()
                .setUpdateId(header.updateId())
                .setClientId(parties.clientId(member).value())
                .setPurpose(header.purpose())
                .setBaseVersion(header.baseVersion())
                .setSettingsFingerprint(header.settingsFingerprint().toField())
                .setLayoutFingerprint(header.layoutFingerprint().toField())
                .setWordCount(header.wordCount())
                .setWordBits(header.wordBits())
                .setHelperKeyId(header.helperKeyId())
                .setExpiresAtMs(header.expiresAtMs())
                .setPayloadBytes(payload.remaining())
                .setChunkCount(chunks.size())
                .setPayloadDigest(digest(payload).toField())
                .setPayloadCrc32c(Checksums.crc32c(chunks.get(0)))
                .setPayload(chunks.get(0))
                .build();
    }

    private byte[] sealed(MaskedHeader header, ByteBuffer payload, Secret maskSeed) {
        Digest payloadDigest = digest(payload);
        byte[] sealed = parties.sealer(member)
                .seal(maskSeed, header.digest(payloadDigest), parties.epochKey().publicKey());
        return framing.encode(new SealedSeed(
                header.updateId(),
                parties.clientId(member).value(),
                ByteBuffer.wrap(header.toBytes(payloadDigest)),
                ByteBuffer.wrap(sealed)));
    }

    private static Digest digest(ByteBuffer payload) {
        return Digest.of(Checksums.sha256(payload));
    }
}
