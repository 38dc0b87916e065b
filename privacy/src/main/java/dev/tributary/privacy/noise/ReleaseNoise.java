package dev.tributary.privacy.noise;

import dev.tributary.privacy.words.WordSum;
import java.security.GeneralSecurityException;
import java.util.Arrays;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * The noise of one release: a discrete Gaussian a word, from a stream keyed by HMAC-SHA256(noise key, digest of the list
 * of members). The same list gives the same bytes, another one noise that has nothing to do with it.
 *
 * <p>Not thread-safe. Use one instance once: a second {@link #addTo} goes on in the stream.
 */
public final class ReleaseNoise {

    private static final int BLOCK = 4096;

    private final DiscreteGaussian distribution;
    private final BitStream bits;

    private ReleaseNoise(DiscreteGaussian distribution, BitStream bits) {
        this.distribution = distribution;
        this.bits = bits;
    }

    /**
     * Begins the noise of a release.
     *
     * @param distribution the noise of a word
     * @param noiseKey     32 bytes or more, secret; not kept
     * @param listDigest   SHA-256 of the list of members, 32 bytes
     * @return noise from its first word on
     * @throws IllegalArgumentException if key or digest has another length
     */
    public static ReleaseNoise of(DiscreteGaussian distribution, byte[] noiseKey, byte[] listDigest) {
        if (noiseKey.length < BitStream.KEY_BYTES || listDigest.length != BitStream.KEY_BYTES) {
            throw new IllegalArgumentException("noise key must have 32 bytes or more and list digest 32, had "
                    + noiseKey.length + " and " + listDigest.length);
        }
        try {
            Mac mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec(noiseKey, "HmacSHA256"));
            byte[] key = mac.doFinal(listDigest);
            ReleaseNoise noise = new ReleaseNoise(distribution, new BitStream(key));
            Arrays.fill(key, (byte) 0);
            return noise;
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("this JDK must have HmacSHA256", e);
        }
    }

    /**
     * Adds noise to every word, in order.
     *
     * @param sum changed in place, modulo 2^b
     */
    public void addTo(WordSum sum) {
        int[] block = new int[Math.min(BLOCK, sum.length())];
        for (int from = 0; from < sum.length(); from += block.length) {
            int count = Math.min(block.length, sum.length() - from);
            int[] values = count == block.length ? block : new int[count];
            for (int i = 0; i < count; i++) {
                values[i] = (int) distribution.sample(bits);
            }
            sum.add(from, values, 1);
            Arrays.fill(values, 0);
        }
    }

    /** Nothing of the noise. */
    @Override
    public String toString() {
        return "ReleaseNoise[" + distribution + "]";
    }
}
