package dev.tributary.masking.keys;

import dev.tributary.schemas.avro.Ed25519Signature;
import dev.tributary.schemas.avro.HelperKey;
import dev.tributary.schemas.avro.MaskSum;
import dev.tributary.schemas.avro.PublicKey;
import dev.tributary.schemas.avro.Revocation;
import dev.tributary.schemas.avro.Sha256;
import dev.tributary.schemas.masked.CanonicalBytes;
import dev.tributary.schemas.masked.Digest;
import java.util.Locale;

/**
 * Records of one federation that somebody signs: announcements and answers of the mask helper, revocations of the
 * enrolment authority.
 *
 * @param federation name of the federation, part of every signature
 */
public record SignedRecords(String federation) {

    private static final String HELPER_KEY = "tributary/helper-key/1";
    private static final String MASK_SUM = "tributary/mask-sum/1";
    private static final String REVOCATION = "tributary/revocation/1";
    private static final byte[] NO_SIGNATURE = new byte[64];

    /**
     * Announces an epoch key.
     *
     * @param root                root key of the mask helper
     * @param key                 the epoch key
     * @param settingsFingerprint privacy settings that the helper keeps to
     * @return the announcement, signed
     */
    public HelperKey announce(SigningKey root, EpochKey key, Digest settingsFingerprint) {
        byte[] signature = root.sign(
                bytes(key.epoch(), key.publicKey(), settingsFingerprint, key.createdAtMs(), key.expiresAtMs()));
        return new HelperKey(
                key.id(),
                key.epoch(),
                new PublicKey(key.publicKey().clone()),
                settingsFingerprint.toField(),
                key.createdAtMs(),
                key.expiresAtMs(),
                new PublicKey(root.publicKey().toBytes()),
                new Ed25519Signature(signature));
    }

    /**
     * Checks an announcement.
     *
     * @param key    the announcement
     * @param pinned root key from the client's own configuration
     * @return whether the pinned key signed it, and its id is that of its key
     */
    public boolean isGood(HelperKey key, VerifyingKey pinned) {
        byte[] publicKey = key.getPublicKey().bytes();
        return pinned.equals(VerifyingKey.of(key.getRootKey().bytes()))
                && EpochKey.id(publicKey).equals(key.getKeyId())
                && pinned.verifies(
                        bytes(
                                key.getEpoch(),
                                publicKey,
                                Digest.of(key.getSettingsFingerprint()),
                                key.getCreatedAtMs(),
                                key.getExpiresAtMs()),
                        key.getSignature().bytes());
    }

    private byte[] bytes(long epoch, byte[] publicKey, Digest settings, long createdAtMs, long expiresAtMs) {
        return CanonicalBytes.of(HELPER_KEY)
                .text(federation)
                .number(epoch)
                .bytes(publicKey)
                .bytes(settings.toBytes())
                .number(createdAtMs)
                .number(expiresAtMs)
                .toBytes();
    }

    /**
     * Signs an answer.
     *
     * @param root   root key of the mask helper
     * @param answer the answer with any signature; not changed
     * @return its signature
     */
    public Ed25519Signature sign(SigningKey root, MaskSum answer) {
        return new Ed25519Signature(root.sign(bytes(answer)));
    }

    /**
     * Checks an answer.
     *
     * @param answer the answer
     * @param pinned root key of the mask helper, from the aggregator's own configuration
     * @return whether the pinned key signed it
     */
    public boolean isGood(MaskSum answer, VerifyingKey pinned) {
        return pinned.verifies(bytes(answer), answer.getSignature().bytes());
    }

    private byte[] bytes(MaskSum answer) {
        CanonicalBytes bytes = CanonicalBytes.of(MASK_SUM)
                .text(federation)
                .text(answer.getRequestId())
                .bytes(answer.getListDigest().bytes())
                .text(answer.getVerdict().name().toLowerCase(Locale.ROOT))
                .text(answer.getReason())
                .number(answer.getWeights().size());
        answer.getWeights().forEach(bytes::number);
        Sha256 payload = answer.getPayloadDigest();
        return bytes.number(Double.doubleToLongBits(answer.getNoiseScale()))
                .number(answer.getWordCount())
                .number(answer.getWordBits())
                .bytes(payload.bytes())
                .toBytes();
    }

    /**
     * Revokes a certificate.
     *
     * @param authority   key of the enrolment authority
     * @param serial      serial number of the certificate
     * @param clientId    client that it was made for
     * @param revokedAtMs the time
     * @return the revocation, signed
     */
    public Revocation revoke(SigningKey authority, String serial, String clientId, long revokedAtMs) {
        Revocation unsigned = new Revocation(serial, clientId, revokedAtMs, new Ed25519Signature(NO_SIGNATURE.clone()));
        return new Revocation(serial, clientId, revokedAtMs, new Ed25519Signature(authority.sign(bytes(unsigned))));
    }

    /**
     * Checks a revocation.
     *
     * @param revocation the revocation
     * @param authority  public key of the enrolment authority
     * @return whether the authority signed it
     */
    public boolean isGood(Revocation revocation, VerifyingKey authority) {
        return authority.verifies(bytes(revocation), revocation.getSignature().bytes());
    }

    private byte[] bytes(Revocation revocation) {
        return CanonicalBytes.of(REVOCATION)
                .text(federation)
                .text(revocation.getSerial())
                .text(revocation.getClientId())
                .number(revocation.getRevokedAtMs())
                .toBytes();
    }
}
