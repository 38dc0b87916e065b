package dev.tributary.client.masking;

import dev.tributary.client.update.ClientId;
import dev.tributary.client.update.UpdateEncoder;
import dev.tributary.masking.mask.Mask;
import dev.tributary.masking.mask.Secret;
import dev.tributary.privacy.quantisation.QuantisedUpdate;
import dev.tributary.privacy.words.WordSize;
import dev.tributary.privacy.words.WordSum;
import dev.tributary.schemas.avro.HelperKey;
import dev.tributary.schemas.avro.MaskPurpose;
import dev.tributary.schemas.avro.MaskedUpdate;
import dev.tributary.schemas.avro.SealedSeed;
import dev.tributary.schemas.layout.ParameterLayout;
import dev.tributary.schemas.masked.Digest;
import dev.tributary.schemas.masked.MaskedHeader;
import dev.tributary.schemas.payload.Checksums;
import dev.tributary.schemas.payload.ChunkSplitter;
import java.nio.ByteBuffer;
import java.security.SecureRandom;
import java.time.Clock;
import java.util.List;

/**
 * Hides vectors of whole numbers, each under a mask of its own. Seed, key, mask and numbers are overwritten before a
 * vector leaves; no seed is ever used twice, and no id either.
 *
 * <p>Belongs to the client's thread.
 */
final class VectorMasker {

    /** Part of its lifetime that a seed asks for: a client's clock may run ahead of the mask helper's by the rest. */
    private static final double SHARE_OF_LIFETIME = 0.9;

    private final MaskedMembership membership;
    private final ClientId clientId;
    private final int chunkBytes;
    private final SecureRandom random;
    private final Clock clock;

    VectorMasker(MaskedMembership membership, ClientId clientId, int chunkBytes, SecureRandom random, Clock clock) {
        this.membership = membership;
        this.clientId = clientId;
        this.chunkBytes = chunkBytes;
        this.random = random;
        this.clock = clock;
    }

    /**
     * Hides a vector.
     *
     * @param purpose     use of the vector
     * @param baseVersion version that it comes from
     * @param layout      that version's layout
     * @param numbers     the vector; overwritten by this call
     * @param key         epoch key of the mask helper, checked
     * @return the vector under its mask
     * @throws dev.tributary.schemas.FederationException if the client's certificate is over
     */
    MaskedVector mask(
            MaskPurpose purpose, long baseVersion, ParameterLayout layout, QuantisedUpdate numbers, HelperKey key) {
        try (numbers;
                Secret seed = Secret.random(random, Mask.SEED_BYTES)) {
            membership.requireFor(membership.settings().topics().federation(), clientId, clock);
            MaskedHeader header = header(purpose, baseVersion, layout, numbers.words().length, key);
            ByteBuffer payload = ByteBuffer.wrap(masked(numbers, seed, header));
            Digest payloadDigest = Digest.of(Checksums.sha256(payload));
            byte[] sealed = membership
                    .keys()
                    .sealer()
                    .seal(seed, header.digest(payloadDigest), key.getPublicKey().bytes());
            List<ByteBuffer> chunks = ChunkSplitter.split(payload, chunkBytes, chunkBytes);
            return new MaskedVector(
                    membership.settings().topics().seeds(),
                    new SealedSeed(
                            header.updateId(),
                            clientId.value(),
                            ByteBuffer.wrap(header.toBytes(payloadDigest)),
                            ByteBuffer.wrap(sealed)),
                    manifest(header, payload, payloadDigest, chunks),
                    chunks);
        }
    }

    /** The words with the mask on them; without it they exist in the given numbers and here alone. */
    private static byte[] masked(QuantisedUpdate numbers, Secret seed, MaskedHeader header) {
        WordSum words = WordSum.zero(WordSize.ofBits(header.wordBits()), numbers.words().length);
        words.add(0, numbers.words(), 1);
        Mask.addTo(seed, header, 1, words);
        return words.toBytes();
    }

    private MaskedHeader header(
            MaskPurpose purpose, long baseVersion, ParameterLayout layout, int wordCount, HelperKey key) {
        int bits = membership.settings().privacy().wordBits();
        int bytes = WordSize.ofBits(bits).bytesOf(wordCount);
        return new MaskedHeader(
                membership.settings().topics().federation(),
                purpose,
                baseVersion,
                membership.fingerprint(),
                Digest.parse(layout.fingerprint()),
                wordCount,
                bits,
                UpdateEncoder.newUpdateId(clientId, random),
                (int) (((long) bytes + chunkBytes - 1) / chunkBytes),
                key.getKeyId(),
                Math.min(
                        key.getExpiresAtMs(),
                        clock.millis() + Math.round(membership.seedLifetime().toMillis() * SHARE_OF_LIFETIME)));
    }

    private MaskedUpdate manifest(
            MaskedHeader header, ByteBuffer payload, Digest payloadDigest, List<ByteBuffer> chunks) {
        return MaskedUpdate.newBuilder()
                .setUpdateId(header.updateId())
                .setClientId(clientId.value())
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
                .setPayloadDigest(payloadDigest.toField())
                .setPayloadCrc32c(Checksums.crc32c(chunks.get(0)))
                .setPayload(chunks.get(0))
                .build();
    }
}
