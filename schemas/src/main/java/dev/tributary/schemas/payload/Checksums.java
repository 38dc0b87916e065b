package dev.tributary.schemas.payload;

import dev.tributary.schemas.payload.PayloadException.Flaw;
import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.zip.CRC32C;

/** The two checksums of a payload: CRC-32C of each chunk, SHA-256 of the whole. */
public final class Checksums {

    private Checksums() {}

    /**
     * Computes the CRC-32C (Castagnoli) of some bytes.
     *
     * @param bytes from position to limit; position and limit are as before afterwards
     * @return the checksum as a signed int, as it stands in a record
     */
    public static int crc32c(ByteBuffer bytes) {
        CRC32C crc = new CRC32C();
        crc.update(bytes.duplicate());
        return (int) crc.getValue();
    }

    /**
     * Computes the SHA-256 of some bytes.
     *
     * @param bytes from position to limit; position and limit are as before afterwards
     * @return 32 bytes, owned by the caller
     */
    public static byte[] sha256(ByteBuffer bytes) {
        MessageDigest digest = newSha256();
        digest.update(bytes.duplicate());
        return digest.digest();
    }

    /**
     * Checks the digest of a payload.
     *
     * @param computed has been given all bytes; begins anew
     * @param promised digest in the manifest
     * @throws PayloadException if they differ
     */
    public static void requireSha256(MessageDigest computed, byte[] promised) throws PayloadException {
        if (!MessageDigest.isEqual(computed.digest(), promised)) {
            throw new PayloadException(Flaw.DIGEST, "SHA-256 of the payload must match its manifest, did not");
        }
    }

    /**
     * Begins a SHA-256.
     *
     * @return one that has been given no bytes
     */
    public static MessageDigest newSha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java runtime has SHA-256", e);
        }
    }
}
