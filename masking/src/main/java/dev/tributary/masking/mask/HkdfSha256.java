package dev.tributary.masking.mask;

import java.security.GeneralSecurityException;
import java.util.Arrays;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/** HKDF with SHA-256 (Krawczyk and Eronen 2010, RFC 5869), for one block of output; Java 17 has no {@code KDF}. */
final class HkdfSha256 {

    private static final String HMAC = "HmacSHA256";
    private static final int BYTES = 32;

    private HkdfSha256() {}

    /**
     * Derives a key: extract without a salt, then the first block of expand.
     *
     * @param secret the input keying material; not changed
     * @param info   purpose of the key
     * @return 32 bytes, owned by the caller
     */
    static byte[] derive(byte[] secret, byte[] info) {
        byte[] extracted = hmac(new byte[BYTES], secret);
        byte[] block = Arrays.copyOf(info, info.length + 1);
        block[info.length] = 1;
        byte[] key = hmac(extracted, block);
        Arrays.fill(extracted, (byte) 0);
        return key;
    }

    private static byte[] hmac(byte[] key, byte[] data) {
        try {
            Mac mac = Mac.getInstance(HMAC);
            mac.init(new SecretKeySpec(key, HMAC));
            return mac.doFinal(data);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every Java runtime has " + HMAC, e);
        }
    }
}
