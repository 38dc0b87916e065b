package dev.tributary.aggregator.release;

import dev.tributary.masking.mask.Secret;
import dev.tributary.privacy.noise.DiscreteGaussian;
import dev.tributary.privacy.noise.ReleaseNoise;
import dev.tributary.privacy.words.WordSum;
import dev.tributary.schemas.masked.CanonicalBytes;
import dev.tributary.schemas.masked.Digest;

/**
 * The noise of releases in a federation without masks, which the aggregator adds itself: where updates are masked, the mask
 * helper does. The same list gives the same noise, so that a close that is tried again after a crash releases the same bytes.
 */
public final class OwnNoise {

    /** First field of the bytes whose digest keys the noise of a release. */
    private static final String LABEL = "tributary/own-noise/1";

    private final Secret key;

    /**
     * @param key the noise key, 32 bytes, the same for all instances of the aggregator; shared, not to be closed
     */
    public OwnNoise(Secret key) {
        this.key = key;
    }

    /**
     * Adds the noise of a release to its sum.
     *
     * @param sum        changed, every word of it
     * @param sigma      standard deviation in steps, 1 or more
     * @param listDigest digest of the list of members
     */
    public void addTo(WordSum sum, int sigma, Digest listDigest) {
        // With σ in it: should settings change before a close is tried again, its noise must not be the same draw.
        byte[] digest = Digest.hash(CanonicalBytes.of(LABEL)
                        .bytes(listDigest.toBytes())
                        .number(sigma)
                        .toBytes())
                .toBytes();
        ReleaseNoise.of(DiscreteGaussian.ofSigma(sigma), key.bytes(), digest).addTo(sum);
    }

    /** Nothing of the key. */
    @Override
    public String toString() {
        return "OwnNoise[]";
    }
}
