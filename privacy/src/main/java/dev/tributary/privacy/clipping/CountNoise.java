package dev.tributary.privacy.clipping;

/**
 * The share of the budget that the count of clipped clients takes. With a noise multiplier z for all and a standard
 * deviation σ_b of the count, the deltas get (Theorem 1 there)
 *
 * <pre>
 *   z_Δ = (z^−2 − (2·σ_b)^−2)^(−1/2)
 * </pre>
 *
 * <p>which exists only for z below 2·σ_b. In one ball of radius B it is the word's scale that says so: a word of ±scale
 * under noise of {@code σ = z·B} has {@code σ_b = z·B / (2·scale)}, and the delta keeps {@code √(B² − scale²) = B·z/z_Δ}.
 *
 * @param noiseMultiplier z, finite, above 0
 * @param countDeviation  σ_b in clients, finite, above 0
 */
public record CountNoise(double noiseMultiplier, double countDeviation) {

    /**
     * @throws IllegalArgumentException if an argument is outside its bound, or if nothing would be left to the deltas
     */
    public CountNoise {
        if (!(noiseMultiplier > 0 && noiseMultiplier < Double.POSITIVE_INFINITY)) {
            throw new IllegalArgumentException("noiseMultiplier must be finite and above 0, was " + noiseMultiplier);
        }
        if (!(countDeviation > 0 && countDeviation < Double.POSITIVE_INFINITY)) {
            throw new IllegalArgumentException(
                    "deviation of the clipped count must be finite and above 0, was " + countDeviation);
        }
        if (noiseMultiplier >= 2 * countDeviation) {
            throw new IllegalArgumentException(
                    "noiseMultiplier must be below twice the deviation of the clipped count, " + 2 * countDeviation
                            + ", was " + noiseMultiplier + "; choose a larger deviation");
        }
    }

    /**
     * Computes the noise multiplier that is left to the deltas.
     *
     * @return z_Δ, above z
     */
    public double deltaNoiseMultiplier() {
        double ratio = noiseMultiplier / (2 * countDeviation);
        return noiseMultiplier / Math.sqrt((1 - ratio) * (1 + ratio));
    }

    /**
     * Computes the share of ρ that the count takes.
     *
     * @return {@code (z / (2·σ_b))²}, above 0 and below 1
     */
    public double budgetShare() {
        double ratio = noiseMultiplier / (2 * countDeviation);
        return ratio * ratio;
    }

    /**
     * Computes the scale of the word that tells whether a client was clipped.
     *
     * @param bound B, 1 or more
     * @return {@code ⌊z·B / (2·σ_b)⌋}, at least 1
     * @throws IllegalArgumentException if the bound is outside its bound
     */
    public int wordScale(int bound) {
        if (bound < 1) {
            throw new IllegalArgumentException("bound must be 1 or more, was " + bound);
        }
        return (int) Math.max(1, noiseMultiplier / (2 * countDeviation) * bound);
    }
}
