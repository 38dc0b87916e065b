package dev.tributary.leaktest.artefacts;

import dev.tributary.privacy.noise.DiscreteGaussian;
import dev.tributary.privacy.noise.ReleaseNoise;
import dev.tributary.privacy.quantisation.ExtraValues;
import dev.tributary.privacy.quantisation.OverflowBound;
import dev.tributary.privacy.quantisation.Quantisation;
import dev.tributary.privacy.quantisation.QuantisedUpdate;
import dev.tributary.privacy.quantisation.Quantiser;
import dev.tributary.privacy.quantisation.SumRange;
import dev.tributary.privacy.quantisation.UpdateWords;
import dev.tributary.privacy.words.WordSize;
import dev.tributary.privacy.words.WordSum;
import dev.tributary.schemas.masked.Digest;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.List;

/**
 * How deltas become words and sums of them are released, as the section {@code privacy} of {@code federation.yaml} says it: 32
 * bits, equal weights (W = 1), B = 2^20.
 *
 * <p>Immutable; threads may share it.
 */
public final class SumPlan {

    private static final int BOUND = 1 << 20;

    private final UpdateWords words;
    private final Quantiser quantiser;
    private final int noiseMultiplier;
    private final long noiseSeed;

    /**
     * @param parameterCount  d, 1 or more
     * @param clippingNorm    C, above 0
     * @param members         updates of a sum at most, 1 or more
     * @param noiseMultiplier z, whole, 0 for none
     * @param noiseSeed       of the noise key, so that a run can be repeated; a mask helper's key is secret
     * @throws IllegalArgumentException if a sum of so many could overflow
     */
    public SumPlan(int parameterCount, double clippingNorm, int members, int noiseMultiplier, long noiseSeed) {
        Quantisation quantisation = Quantisation.of(WordSize.BITS_32, clippingNorm, BOUND);
        this.words = new UpdateWords(quantisation, parameterCount, List.of(), noiseMultiplier > 0);
        this.quantiser = Quantiser.uniform(words);
        this.noiseMultiplier = noiseMultiplier;
        this.noiseSeed = noiseSeed;
        OverflowBound.check(words, members, sigma());
    }

    /**
     * Gives the words of an update.
     *
     * @return one a parameter
     */
    public UpdateWords words() {
        return words;
    }

    /**
     * Gives the standard deviation of the noise.
     *
     * @return σ = z·W·B in steps; 0 without noise
     */
    public double sigma() {
        return (double) noiseMultiplier * BOUND;
    }

    /**
     * Quantises a delta.
     *
     * @param delta as long as the model, finite; not changed
     * @return its words, which the caller closes
     */
    public QuantisedUpdate quantise(float[] delta) {
        return quantiser.quantise(delta, new ExtraValues(1, Double.NaN, Double.NaN));
    }

    /**
     * Adds the noise of a release, the same for the same list.
     *
     * @param sum     the sum or the sum of masks; changed in place
     * @param release name of the release and its members
     * @param sign    1 to add the noise, as a clear federation does; −1 for a sum of masks, which is taken away
     */
    public void addNoise(WordSum sum, String release, int sign) {
        if (noiseMultiplier == 0) {
            return;
        }
        byte[] key = ByteBuffer.allocate(32).putLong(noiseSeed).array();
        byte[] list = Digest.hash(release.getBytes(StandardCharsets.UTF_8)).toBytes();
        WordSum noise = WordSum.zero(sum.size(), sum.length());
        ReleaseNoise.of(DiscreteGaussian.ofSigma((int) sigma()), key, list).addTo(noise);
        sum.add(0, noise.toValues(), sign);
    }

    /**
     * Checks a released sum as the aggregator does.
     *
     * @param sum     the sum
     * @param members its updates
     * @throws IllegalStateException if it is no sum of bounded vectors
     */
    public void requireInRange(WordSum sum, int members) {
        new SumRange(words, members, sigma()).violation(sum).ifPresent(line -> {
            throw new IllegalStateException("a sum of simulated users must be in range: " + line);
        });
    }
}
