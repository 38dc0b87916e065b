package dev.tributary.privacy.quantisation;

/**
 * How many clients a weighted sum hides one among: {@code (Σw)² / Σw²} (Kish 1965, "Survey Sampling", section 11.7). As
 * many as there are when all weigh the same; about 1 if one outweighs the rest.
 */
public final class EffectiveNumber {

    private EffectiveNumber() {}

    /**
     * Computes the number.
     *
     * @param weights of a release, each 1 to 65536; not changed
     * @return 1 to their count; 0 if there are none
     * @throws IllegalArgumentException if a weight is outside its bound
     */
    public static double of(int[] weights) {
        long sum = 0;
        long squares = 0;
        for (int weight : weights) {
            if (weight < 1 || weight > 1 << 16) {
                throw new IllegalArgumentException("weight must be 1 to 65536, was " + weight);
            }
            sum += weight;
            squares += (long) weight * weight;
        }
        return squares == 0 ? 0 : (double) sum / squares * sum;
    }

    /**
     * Tells whether a release hides each of its members among enough others.
     *
     * @param weights   of the release, each 1 to 65536
     * @param threshold least distinct clients behind a release, 1 or more
     * @param share     of the threshold that the number must reach, 0 to 1
     * @return true if it does
     * @throws IllegalArgumentException if an argument is outside its bound
     */
    public static boolean suffices(int[] weights, int threshold, double share) {
        if (threshold < 1 || !(share >= 0 && share <= 1)) {
            throw new IllegalArgumentException(
                    "threshold must be 1 or more and share 0 to 1, were " + threshold + " and " + share);
        }
        return of(weights) >= share * threshold * (1 - 1e-12);
    }
}
