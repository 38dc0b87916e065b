package dev.tributary.masking.mask;

import dev.tributary.privacy.words.WordSize;
import dev.tributary.privacy.words.WordSum;
import dev.tributary.schemas.masked.Digest;
import dev.tributary.schemas.masked.MaskedHeader;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.Arrays;
import javax.crypto.Cipher;

/**
 * The words that hide a client's: uniform, and the same for whoever has the seed and the header. The key is
 * HKDF-SHA256(seed, {@code tributary/mask/1} ‖ SHA-256(header without the payload's digest)), the words are
 * AES-256-CTR of zeros from counter 0, little-endian ({@code docs/protocol-masked.md}, section 5).
 *
 * <p>One seed masks one vector: two vectors under the same mask tell their difference.
 */
public final class Mask {

    /** Bytes of a seed. */
    public static final int SEED_BYTES = 32;

    private static final byte[] LABEL = "tributary/mask/1".getBytes(StandardCharsets.US_ASCII);
    /** Stays in the processor's second cache, key stream and zeros together. */
    private static final int BLOCK_BYTES = 64 * 1024;

    private static final byte[] ZEROS = new byte[BLOCK_BYTES];

    private Mask() {}

    /**
     * Adds a mask to a sum.
     *
     * @param seed   32 bytes; not changed
     * @param header header of the masked vector, of as many words as the sum has, of the same size
     * @param weight factor of the mask: −1 takes it off
     * @param sum    changed in place, modulo 2^b
     * @throws IllegalArgumentException if the sum has another shape; it is then unchanged
     */
    public static void addTo(Secret seed, MaskedHeader header, int weight, WordSum sum) {
        if (header.wordCount() != sum.length()
                || header.wordBits() != sum.size().bits()) {
            throw new IllegalArgumentException(
                    "mask must have " + sum + ", had " + header.wordCount() + " x " + header.wordBits() + " bits");
        }
        byte[] key = key(seed, header);
        byte[] words = new byte[BLOCK_BYTES];
        try {
            add(CounterMode.begin(key), weight, sum, words);
        } finally {
            Arrays.fill(key, (byte) 0);
            Arrays.fill(words, (byte) 0);
        }
    }

    private static void add(Cipher stream, int weight, WordSum sum, byte[] words) {
        WordSize size = sum.size();
        int blockWords = BLOCK_BYTES / size.bytes();
        for (int from = 0; from < sum.length(); from += blockWords) {
            int count = Math.min(blockWords, sum.length() - from);
            fill(stream, words, count * size.bytes());
            sum.add(from, ByteBuffer.wrap(words, 0, count * size.bytes()), weight);
        }
    }

    private static void fill(Cipher stream, byte[] words, int bytes) {
        try {
            int written = stream.update(ZEROS, 0, bytes, words, 0);
            if (written != bytes) {
                throw new IllegalStateException("a key stream must give " + bytes + " bytes, gave " + written);
            }
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("a key stream has no padding and no end", e);
        }
    }

    /** Derives the key of a mask; owned by the caller, who overwrites it. */
    static byte[] key(Secret seed, MaskedHeader header) {
        if (seed.bytes().length != SEED_BYTES) {
            throw new IllegalArgumentException("a seed must have 32 bytes, had " + seed.bytes().length);
        }
        byte[] info = Arrays.copyOf(LABEL, LABEL.length + Digest.BYTES);
        System.arraycopy(Digest.hash(header.prefix()).toBytes(), 0, info, LABEL.length, Digest.BYTES);
        return HkdfSha256.derive(seed.bytes(), info);
    }
}
