package dev.tributary.schemas.masked;

import dev.tributary.schemas.avro.MaskPurpose;
import dev.tributary.schemas.avro.MaskedUpdate;
import dev.tributary.schemas.payload.Checksums;
import java.nio.ByteBuffer;
import java.util.Locale;

/**
 * Header that a masked vector is bound to. Its bytes are signed by the client, are HPKE's info of the sealed seed, and, but for
 * the digest of the payload, go into the key of the mask: a seed that is moved to another header opens nothing.
 *
 * @param federation          name of the federation
 * @param purpose             purpose of the vector, not {@code UNKNOWN}
 * @param baseVersion         version that it comes from, 0 or more
 * @param settingsFingerprint fingerprint of the privacy settings
 * @param layoutFingerprint   fingerprint of the parameter layout
 * @param wordCount           words of the vector, at least 1
 * @param wordBits            bits of a word, 16 or 32
 * @param updateId            1 to 64 characters of {@code A-Za-z0-9-}
 * @param chunkCount          chunks of the payload, at least 1
 * @param helperKeyId         epoch key that the seed is sealed to
 * @param expiresAtMs         instant after which the seed is not opened, milliseconds since 1970
 */
public record MaskedHeader(
        String federation,
        MaskPurpose purpose,
        long baseVersion,
        Digest settingsFingerprint,
        Digest layoutFingerprint,
        long wordCount,
        int wordBits,
        String updateId,
        int chunkCount,
        String helperKeyId,
        long expiresAtMs) {

    /** First field of the bytes: the protocol. */
    public static final String LABEL = "tributary/masked/1";

    /** No header is longer: a longer one is refused before it is read. */
    public static final int MOST_BYTES = 1024;

    private static final String ID = "[A-Za-z0-9-]{1,64}";
    private static final String KEY_ID = "[0-9a-f]{16}";

    /**
     * Reads the header of a masked update.
     *
     * @param federation name of the federation on whose topic it stands
     * @param update     the manifest
     * @return its header
     * @throws MalformedMaskException if a field is out of its bounds
     */
    public static MaskedHeader of(String federation, MaskedUpdate update) throws MalformedMaskException {
        return new MaskedHeader(
                        federation,
                        update.getPurpose(),
                        update.getBaseVersion(),
                        Digest.of(update.getSettingsFingerprint()),
                        Digest.of(update.getLayoutFingerprint()),
                        update.getWordCount(),
                        update.getWordBits(),
                        update.getUpdateId(),
                        update.getChunkCount(),
                        update.getHelperKeyId(),
                        update.getExpiresAtMs())
                .checked();
    }

    /**
     * Reads header bytes.
     *
     * @param bytes the bytes, digest of the payload included
     * @return the header
     * @throws MalformedMaskException if they are no header bytes, or a field is out of its bounds
     */
    public static MaskedHeader parse(byte[] bytes) throws MalformedMaskException {
        if (bytes.length > MOST_BYTES) {
            throw new MalformedMaskException("header must have at most " + MOST_BYTES + " bytes, had " + bytes.length);
        }
        CanonicalInput in = CanonicalInput.of(bytes, LABEL);
        MaskedHeader header = new MaskedHeader(
                in.text("federation"),
                purpose(in.text("purpose")),
                in.number("baseVersion", 0),
                Digest.of(in.bytes("settingsFingerprint", Digest.BYTES)),
                Digest.of(in.bytes("layoutFingerprint", Digest.BYTES)),
                in.number("wordCount", 1),
                narrowed("wordBits", in.number("wordBits", 1)),
                in.text("updateId"),
                narrowed("chunkCount", in.number("chunkCount", 1)),
                in.text("helperKeyId"),
                in.number("expiresAtMs", 0));
        in.bytes("payloadDigest", Digest.BYTES);
        in.requireEnd();
        return header.checked();
    }

    private MaskedHeader checked() throws MalformedMaskException {
        require("purpose", purpose != MaskPurpose.UNKNOWN, "UPDATE or EVALUATION", purpose);
        require("baseVersion", baseVersion >= 0, "at least 0", baseVersion);
        require("wordCount", wordCount >= 1 && wordCount <= Integer.MAX_VALUE, "1 to 2147483647", wordCount);
        require("wordBits", wordBits == 16 || wordBits == 32, "16 or 32", wordBits);
        require("updateId", updateId.matches(ID), "1 to 64 of A-Z a-z 0-9 -", "something else");
        require("chunkCount", chunkCount >= 1, "at least 1", chunkCount);
        require("helperKeyId", helperKeyId.matches(KEY_ID), "16 of 0-9 a-f", "something else");
        require("expiresAtMs", expiresAtMs >= 0, "at least 0", expiresAtMs);
        return this;
    }

    private static void require(String name, boolean holds, String bound, Object value) throws MalformedMaskException {
        if (!holds) {
            throw new MalformedMaskException(name + " must be " + bound + ", was " + value);
        }
    }

    private static int narrowed(String name, long value) throws MalformedMaskException {
        require(name, value <= Integer.MAX_VALUE, "at most 2147483647", value);
        return (int) value;
    }

    private static MaskPurpose purpose(String word) {
        return switch (word) {
            case "update" -> MaskPurpose.UPDATE;
            case "evaluation" -> MaskPurpose.EVALUATION;
            default -> MaskPurpose.UNKNOWN;
        };
    }

    /**
     * Names a purpose as it stands in canonical bytes and in request ids.
     *
     * @param purpose the purpose
     * @return its word in lower case
     */
    public static String word(MaskPurpose purpose) {
        return purpose.name().toLowerCase(Locale.ROOT);
    }

    /**
     * Writes the part that the key of the mask is bound to: all but the digest of the payload, which is known only once the payload
     * is masked.
     *
     * @return a new array
     */
    public byte[] prefix() {
        return fields().toBytes();
    }

    /**
     * Writes the header bytes.
     *
     * @param payloadDigest SHA-256 of the masked payload
     * @return a new array
     */
    public byte[] toBytes(Digest payloadDigest) {
        return fields().bytes(payloadDigest.toBytes()).toBytes();
    }

    /**
     * Hashes the header bytes.
     *
     * @param payloadDigest SHA-256 of the masked payload
     * @return the header's digest, which a receipt names
     */
    public Digest digest(Digest payloadDigest) {
        return Digest.of(Checksums.sha256(ByteBuffer.wrap(toBytes(payloadDigest))));
    }

    private CanonicalBytes fields() {
        return CanonicalBytes.of(LABEL)
                .text(federation)
                .text(word(purpose))
                .number(baseVersion)
                .bytes(settingsFingerprint.toBytes())
                .bytes(layoutFingerprint.toBytes())
                .number(wordCount)
                .number(wordBits)
                .text(updateId)
                .number(chunkCount)
                .text(helperKeyId)
                .number(expiresAtMs);
    }
}
