package dev.tributary.client.update;

import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * Bytes that only this client knows. The client's pseudonym in each federation is derived from them, so whoever has
 * them can be this client, and can tell which pseudonyms of different federations are the same client.
 *
 * <p>Immutable; never printed.
 */
public final class ClientSecret {

    /** Bytes of a secret that we make: as many as an HMAC-SHA256 key has use for. */
    static final int FRESH_BYTES = 32;

    /** Fewest bytes of a secret that somebody else made: 128 bits cannot be guessed. */
    public static final int MIN_BYTES = 16;

    private static final String HMAC = "HmacSHA256";

    private final byte[] bytes;

    /**
     * @param bytes at least {@link #MIN_BYTES} random bytes; copied
     * @throws IllegalArgumentException if there are fewer
     */
    public ClientSecret(byte[] bytes) {
        if (bytes.length < MIN_BYTES) {
            throw new IllegalArgumentException(
                    "secret must be at least " + MIN_BYTES + " random bytes, was " + bytes.length);
        }
        this.bytes = bytes.clone();
    }

    static byte[] freshBytes() {
        byte[] fresh = new byte[FRESH_BYTES];
        new SecureRandom().nextBytes(fresh);
        return fresh;
    }

    /** HMAC-SHA256 of the message under this secret: 32 bytes. */
    byte[] authenticate(byte[] message) {
        try {
            Mac mac = Mac.getInstance(HMAC);
            mac.init(new SecretKeySpec(bytes, HMAC));
            return mac.doFinal(message);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every Java runtime has " + HMAC, e);
        }
    }

    /** Prints the length only. */
    @Override
    public String toString() {
        return "ClientSecret[" + bytes.length + " bytes]";
    }
}
