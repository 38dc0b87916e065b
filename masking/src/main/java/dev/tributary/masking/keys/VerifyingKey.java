package dev.tributary.masking.keys;

import dev.tributary.schemas.FederationException;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PublicKey;
import java.security.Signature;
import java.security.spec.X509EncodedKeySpec;
import java.util.Arrays;
import java.util.HexFormat;

/** Public half of an Ed25519 key (Josefsson and Liusvaara 2017, RFC 8032). Equal when its 32 bytes are. */
public final class VerifyingKey {

    /** Bytes of a public key. */
    public static final int BYTES = 32;

    static final String ALGORITHM = "Ed25519";
    /** X.509's prefix of the 32 bytes (RFC 8410). */
    private static final byte[] X509_PREFIX = HexFormat.of().parseHex("302a300506032b6570032100");

    private final byte[] bytes;

    private VerifyingKey(byte[] bytes) {
        this.bytes = bytes;
    }

    /**
     * Takes bytes for a public key.
     *
     * @param bytes 32 bytes; copied
     * @return the key; that it lies on the curve shows itself when it is used
     * @throws IllegalArgumentException if there are not 32
     */
    public static VerifyingKey of(byte[] bytes) {
        if (bytes.length != BYTES) {
            throw new IllegalArgumentException("a public key must have 32 bytes, had " + bytes.length);
        }
        return new VerifyingKey(bytes.clone());
    }

    /**
     * Reads a public key as people hand it on.
     *
     * @param name its name, for the message
     * @param text 64 hexadecimal digits
     * @return the key
     * @throws FederationException if it is something else
     */
    public static VerifyingKey parse(String name, String text) {
        try {
            return of(HexFormat.of().parseHex(text.strip()));
        } catch (IllegalArgumentException e) {
            throw new FederationException(
                    name + " must be 64 hexadecimal digits, the public half that" + " tributary keys prints, was '"
                            + text.strip() + "'",
                    e);
        }
    }

    /**
     * Checks a signature.
     *
     * @param message   the bytes that were signed
     * @param signature their signature, true or not
     * @return whether this key signed them; false as well for a key or a signature that is none
     */
    public boolean verifies(byte[] message, byte[] signature) {
        try {
            byte[] encoded = Arrays.copyOf(X509_PREFIX, X509_PREFIX.length + BYTES);
            System.arraycopy(bytes, 0, encoded, X509_PREFIX.length, BYTES);
            PublicKey key = KeyFactory.getInstance(ALGORITHM).generatePublic(new X509EncodedKeySpec(encoded));
            Signature verifier = Signature.getInstance(ALGORITHM);
            verifier.initVerify(key);
            verifier.update(message);
            return verifier.verify(signature);
        } catch (GeneralSecurityException e) {
            return false;
        }
    }

    /**
     * Copies the bytes.
     *
     * @return a new array of 32
     */
    public byte[] toBytes() {
        return bytes.clone();
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof VerifyingKey that && Arrays.equals(bytes, that.bytes);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(bytes);
    }

    /** Its 64 hexadecimal digits: it is public. */
    @Override
    public String toString() {
        return HexFormat.of().formatHex(bytes);
    }
}
