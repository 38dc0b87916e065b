package dev.tributary.privacy.noise;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.security.GeneralSecurityException;
import javax.crypto.Cipher;
import javax.crypto.spec.IvParameterSpec;
import javax.crypto.spec.SecretKeySpec;

/**
 * Deterministic random bits from a key: the AES-256-CTR stream of zeros, counter from 0, read as little-endian words of
 * 64 bits whose lowest bits come first.
 *
 * <p>Not thread-safe.
 */
public final class BitStream {

    /** Bytes of a key. */
    public static final int KEY_BYTES = 32;

    private static final int BLOCK_BYTES = 8192;
    private static final byte[] ZEROS = new byte[BLOCK_BYTES];

    private final Cipher cipher;
    private final byte[] bytes = new byte[BLOCK_BYTES];
    private final ByteBuffer block = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
    private long pool;
    private int poolBits;

    /**
     * @param key 32 bytes; not kept
     * @throws IllegalArgumentException if the key has another length
     */
    public BitStream(byte[] key) {
        if (key.length != KEY_BYTES) {
            throw new IllegalArgumentException("key must have " + KEY_BYTES + " bytes, had " + key.length);
        }
        try {
            cipher = Cipher.getInstance("AES/CTR/NoPadding");
            cipher.init(Cipher.ENCRYPT_MODE, new SecretKeySpec(key, "AES"), new IvParameterSpec(new byte[16]));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("this JDK must have AES/CTR/NoPadding", e);
        }
        block.position(BLOCK_BYTES);
    }

    /**
     * Takes bits.
     *
     * @param bits how many, 0 to 63
     * @return 0 to 2^bits − 1, each as likely
     */
    long next(int bits) {
        if (bits <= poolBits) {
            long taken = pool & ((1L << bits) - 1);
            pool >>>= bits;
            poolBits -= bits;
            return taken;
        }
        return refilled(bits);
    }

    private long refilled(int bits) {
        long low = pool;
        int lowBits = poolBits;
        int missing = bits - lowBits;
        long word = word();
        pool = word >>> missing;
        poolBits = Long.SIZE - missing;
        return low | (word & ((1L << missing) - 1)) << lowBits;
    }

    /**
     * Draws a number below a bound, by rejection: nothing is lost to a remainder.
     *
     * @param bound 1 to 2^62
     * @return 0 to bound − 1, each as likely
     */
    long below(long bound) {
        int bits = Long.SIZE - Long.numberOfLeadingZeros(bound - 1);
        long drawn;
        do {
            drawn = next(bits);
        } while (drawn >= bound);
        return drawn;
    }

    private long word() {
        if (!block.hasRemaining()) {
            try {
                cipher.update(ZEROS, 0, BLOCK_BYTES, bytes, 0);
            } catch (GeneralSecurityException e) {
                throw new IllegalStateException("the AES stream must go on", e);
            }
            block.rewind();
        }
        return block.getLong();
    }

    /** Nothing of key or bits. */
    @Override
    public String toString() {
        return "BitStream";
    }
}
