package dev.tributary.privacy.accountant;

/**
 * The price of one participation: {@code ρ = (w/W)² / (2·z²)}. An update of weight w moves the sum by at most w·B, and the
 * noise has σ = z·W·B (Bun and Steinke 2016, Proposition 1.6; Canonne, Kamath, Steinke 2020, Theorem 14 for integers).
 *
 * @param noiseMultiplier z, finite, above 0
 * @param weightScale     W, 1 or more
 */
public record ReleaseCost(double noiseMultiplier, int weightScale) {

    /**
     * @throws IllegalArgumentException if an argument is outside its bound
     */
    public ReleaseCost {
        Bounds.positive("noiseMultiplier", noiseMultiplier);
        if (weightScale < 1) {
            throw new IllegalArgumentException("weight scale must be 1 or more, was " + weightScale);
        }
    }

    /**
     * Computes the price.
     *
     * @param weight w, 1 to W
     * @return ρ, rounded up
     * @throws IllegalArgumentException if the weight is outside its bound
     */
    public double rho(int weight) {
        if (weight < 1 || weight > weightScale) {
            throw new IllegalArgumentException("weight must be 1 to " + weightScale + ", was " + weight);
        }
        double ratio = weight / (weightScale * noiseMultiplier);
        return ratio * ratio / 2 * (1 + 4 * Math.ulp(1.0));
    }
}
