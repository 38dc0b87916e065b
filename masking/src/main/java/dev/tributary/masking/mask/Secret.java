package dev.tributary.masking.mask;

import java.security.SecureRandom;
import java.util.Arrays;

/**
 * Bytes that nobody else may see: overwritten when closed, and never part of a text.
 *
 * <p>Not thread-safe.
 */
public final class Secret implements AutoCloseable {

    private final byte[] bytes;
    private boolean isClosed;

    private Secret(byte[] bytes) {
        this.bytes = bytes;
    }

    /**
     * Takes bytes over.
     *
     * @param bytes the bytes; owned by the secret from now on, which overwrites them
     * @return the secret
     */
    public static Secret owning(byte[] bytes) {
        return new Secret(bytes);
    }

    /**
     * Draws a secret.
     *
     * @param random source of the bytes: a {@code SecureRandom}, since whoever can guess them can take a mask off
     * @param length how many bytes
     * @return the secret
     */
    public static Secret random(SecureRandom random, int length) {
        byte[] bytes = new byte[length];
        random.nextBytes(bytes);
        return new Secret(bytes);
    }

    /**
     * Lends the bytes.
     *
     * @return the bytes themselves: not to be changed, nor kept
     * @throws IllegalStateException if the secret is closed
     */
    public byte[] bytes() {
        if (isClosed) {
            throw new IllegalStateException("a secret must be open to be used, was closed");
        }
        return bytes;
    }

    /** Overwrites the bytes. */
    @Override
    public void close() {
        Arrays.fill(bytes, (byte) 0);
        isClosed = true;
    }

    /** Its length alone. */
    @Override
    public String toString() {
        return "Secret[" + bytes.length + " bytes]";
    }
}
