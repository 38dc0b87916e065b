package dev.tributary.privacy.quantisation;

import dev.tributary.arithmetic.Clipping;
import dev.tributary.arithmetic.L2Norm;

/**
 * Turns a delta into integers whose L2 norm is at most B, in exact integers:
 * {@code qⱼ = trunc(n/n_max · min(1, C/‖Δ‖) · Δⱼ · B/C)}.
 *
 * <p>Toward zero, since truncation can only shorten: the sensitivity stays B to the last bit, where unbiased rounding
 * could add up to √d. The amount that doubles round up on the way is found by adding the squares as integers; then the vector is
 * computed again a little shorter. Randomised rounding with a norm that is checked is treated by Kairouz, Liu, Steinke
 * 2021, "The Distributed Discrete Gaussian Mechanism", section 4.1,
 * <a href="https://arxiv.org/abs/2102.06387">arXiv:2102.06387</a>; we deviate and truncate.
 *
 * <p>Immutable; threads may share it.
 */
public final class Quantiser {

    /** How much shorter the vector gets when its norm is above the bound: doubled with each attempt. */
    private static final double FIRST_SHRINK = 0x1p-40;

    private final UpdateWords words;
    private final long largestExampleCount;

    private Quantiser(UpdateWords words, long largestExampleCount) {
        this.words = words;
        this.largestExampleCount = largestExampleCount;
    }

    /**
     * Makes a quantiser for updates that all count the same.
     *
     * @param words the words of an update
     * @return the quantiser
     */
    public static Quantiser uniform(UpdateWords words) {
        return new Quantiser(words, 0);
    }

    /**
     * Makes a quantiser for updates that count by their examples.
     *
     * @param words               the words of an update, with {@link ExtraKind#EXAMPLES} among them
     * @param largestExampleCount n_max, 1 or more; who has more counts as this many
     * @return the quantiser
     * @throws IllegalArgumentException if an argument is outside its bound
     */
    public static Quantiser byExamples(UpdateWords words, long largestExampleCount) {
        if (largestExampleCount < 1) {
            throw new IllegalArgumentException("largestExampleCount must be 1 or more, was " + largestExampleCount);
        }
        if (words.indexOf(ExtraKind.EXAMPLES) < 0) {
            throw new IllegalArgumentException("extras must have EXAMPLES when updates count by examples, had "
                    + words.extras().stream().map(ExtraWord::kind).toList());
        }
        return new Quantiser(words, largestExampleCount);
    }

    /**
     * Quantises a delta.
     *
     * @param delta  trained minus received value of each parameter, all finite; not changed
     * @param values numbers of the training
     * @return words of the update; the caller erases them after use
     * @throws IllegalArgumentException if the delta has another length or an element that is not finite
     */
    public QuantisedUpdate quantise(float[] delta, ExtraValues values) {
        if (delta.length != words.parameterCount()) {
            throw new IllegalArgumentException(
                    "delta must have " + words.parameterCount() + " values, had " + delta.length);
        }
        double norm = L2Norm.of(delta);
        if (!Double.isFinite(norm)) {
            throw new IllegalArgumentException("delta must be finite, its norm was " + norm);
        }
        double weight = weight(values);
        double clippingNorm = words.quantisation().clippingNorm();
        double scale = weight * Clipping.scaleFor(norm, clippingNorm) * (words.deltaBound() / clippingNorm);
        int[] integers = new int[words.length()];
        fill(integers, delta, scale);
        boolean clipped = norm > clippingNorm;
        fillExtras(integers, weight, values, clipped);
        return new QuantisedUpdate(integers, clipped);
    }

    private double weight(ExtraValues values) {
        return largestExampleCount == 0
                ? 1
                : (double) Math.min(values.examples(), largestExampleCount) / largestExampleCount;
    }

    private void fill(int[] integers, float[] delta, double scale) {
        long bound = words.deltaBound();
        double shrink = FIRST_SHRINK;
        double factor = scale;
        while (truncate(integers, delta, factor) > bound * bound) {
            factor = scale * (1 - Math.min(shrink, 1));
            shrink *= 2;
        }
    }

    private long truncate(int[] integers, float[] delta, double factor) {
        int limit = words.limitOf(0);
        long squares = 0;
        for (int i = 0; i < delta.length; i++) {
            int integer = (int) (delta[i] * factor);
            integer = Math.max(-limit, Math.min(limit, integer));
            integers[i] = integer;
            squares += (long) integer * integer;
        }
        return squares;
    }

    private void fillExtras(int[] integers, double weight, ExtraValues values, boolean clipped) {
        for (int i = 0; i < words.extras().size(); i++) {
            ExtraWord extra = words.extras().get(i);
            integers[words.parameterCount() + i] = switch (extra.kind()) {
                case EXAMPLES -> extra.quantise(extra.upper(), weight);
                case LOSS -> extra.quantise(values.loss(), weight);
                case ACCURACY -> extra.quantise(values.accuracy(), weight);
                case CLIPPED -> clipped ? extra.scale() : -extra.scale();
            };
        }
    }
}
