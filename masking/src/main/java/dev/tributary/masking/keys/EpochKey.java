package dev.tributary.masking.keys;

import com.google.crypto.tink.subtle.X25519;
import dev.tributary.masking.mask.Secret;
import dev.tributary.schemas.masked.Digest;
import java.security.InvalidKeyException;
import java.util.Arrays;
import java.util.HexFormat;

/**
 * The X25519 key (RFC 7748) that seeds of one epoch are sealed to. Its private half is destroyed at the epoch's end: seeds
 * on old backups then open for nobody.
 *
 * @param epoch       number of the epoch, from 1
 * @param createdAtMs instant at which it began
 * @param expiresAtMs instant at which the private half is destroyed
 * @param publicKey   32 bytes; not to be changed
 * @param privateKey  32 bytes
 */
@SuppressWarnings("ArrayRecordComponent") // equals, hashCode and toString go by the key id
public record EpochKey(long epoch, long createdAtMs, long expiresAtMs, byte[] publicKey, Secret privateKey) {

    private static final int ID_BYTES = 8;

    /**
     * Draws a key.
     *
     * @param epoch       number of the epoch
     * @param createdAtMs instant at which it begins
     * @param expiresAtMs instant at which it ends
     * @return the key
     */
    public static EpochKey draw(long epoch, long createdAtMs, long expiresAtMs) {
        return of(epoch, createdAtMs, expiresAtMs, Secret.owning(X25519.generatePrivateKey()));
    }

    /**
     * Makes the key of a private half.
     *
     * @param epoch       number of the epoch
     * @param createdAtMs instant at which it begins
     * @param expiresAtMs instant at which it ends
     * @param privateKey  32 bytes; owned by the key from now on
     * @return the key
     * @throws IllegalArgumentException if it is no private half
     */
    public static EpochKey of(long epoch, long createdAtMs, long expiresAtMs, Secret privateKey) {
        try {
            return new EpochKey(
                    epoch, createdAtMs, expiresAtMs, X25519.publicFromPrivate(privateKey.bytes()), privateKey);
        } catch (InvalidKeyException e) {
            throw new IllegalArgumentException("an epoch key must have 32 bytes", e);
        }
    }

    /**
     * Names a public key.
     *
     * @param publicKey 32 bytes
     * @return the first 8 bytes of its SHA-256 in lower-case hex
     */
    public static String id(byte[] publicKey) {
        return HexFormat.of().formatHex(Digest.hash(publicKey).toBytes(), 0, ID_BYTES);
    }

    /**
     * Names this key.
     *
     * @return its id
     */
    public String id() {
        return id(publicKey);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof EpochKey that && epoch == that.epoch && Arrays.equals(publicKey, that.publicKey);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(publicKey);
    }

    /** The epoch and the id alone. */
    @Override
    public String toString() {
        return "EpochKey[" + epoch + " " + id() + "]";
    }
}
