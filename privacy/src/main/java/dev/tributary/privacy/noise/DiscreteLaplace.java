package dev.tributary.privacy.noise;

/** Magnitudes with the probabilities of a discrete Laplace distribution, from which the Gaussian is drawn by rejection. */
final class DiscreteLaplace {

    private DiscreteLaplace() {}

    /**
     * Draws u + scale·v with probability ∝ exp(−(u + scale·v) / scale): Canonne, Kamath, Steinke 2020, Algorithm 2, steps that
     * come before the sign.
     *
     * @param bits  source of randomness
     * @param scale 1 or more
     * @return 0 or more
     */
    static long magnitude(BitStream bits, long scale) {
        long rest;
        do {
            rest = bits.below(scale);
        } while (!ExpBernoulli.fraction(bits, rest, scale));
        long whole = 0;
        while (ExpBernoulli.one(bits)) {
            whole++;
        }
        return rest + scale * whole;
    }
}
