package dev.tributary.privacy.noise;

import java.math.BigInteger;

/**
 * Draws that are true with probability {@code exp(−γ)}, exactly, for a rational γ (Canonne, Kamath, Steinke 2020,
 * Algorithm 1): count how many of {@code Bernoulli(γ/1), Bernoulli(γ/2), …} come out true before the first that does not;
 * the probability of an even count is {@code 1 − γ + γ²/2 − … = exp(−γ)}.
 *
 * <p>{@code Bernoulli(γ/k)} is {@code Bernoulli(γ)} and {@code Bernoulli(1/k)}, both drawn by integers.
 */
final class ExpBernoulli {

    /** 12! = 479001600: one number below it decides the first twelve draws of {@code Bernoulli(1/k)} at once. */
    private static final int FACTORIAL = 479_001_600;

    /** Of the numbers below 12!, as many as decide for true: {@code Σ_{k=0..11} (−1)^k·12!/k!}, which is 12!/e rounded down. */
    private static final int TRUE_BELOW = trueBelow();

    private ExpBernoulli() {}

    private static int trueBelow() {
        long sum = 0;
        long term = FACTORIAL;
        for (int k = 0; k < 12; k++) {
            sum += k % 2 == 0 ? term : -term;
            term /= k + 1;
        }
        return (int) sum;
    }

    /** Draws true with probability exp(−1). */
    static boolean one(BitStream bits) {
        long drawn = bits.below(FACTORIAL);
        if (drawn < TRUE_BELOW) {
            return true;
        }
        if (drawn < FACTORIAL - 1) {
            return false;
        }
        // All twelve came out true, which one number in 12! says: the count goes on.
        long k = 13;
        while (bits.below(k) == 0) {
            k++;
        }
        return (k - 1) % 2 == 0;
    }

    /**
     * Draws true with probability exp(−numerator/denominator).
     *
     * @param numerator   0 or more, at most the denominator
     * @param denominator 1 to 2^62
     */
    static boolean fraction(BitStream bits, long numerator, long denominator) {
        long k = 1;
        while (bits.below(denominator) < numerator && bits.below(k) == 0) {
            k++;
        }
        return (k - 1) % 2 == 0;
    }

    /**
     * Draws true with probability exp(−numerator/denominator).
     *
     * @param numerator   0 or more
     * @param denominator 1 or more
     */
    static boolean any(BitStream bits, BigInteger numerator, BigInteger denominator) {
        BigInteger[] parts = numerator.divideAndRemainder(denominator);
        // Each draw stops with probability 0.63, so however large γ is, this loop is short.
        for (BigInteger left = parts[0]; left.signum() > 0; left = left.subtract(BigInteger.ONE)) {
            if (!one(bits)) {
                return false;
            }
        }
        long k = 1;
        while (below(bits, denominator).compareTo(parts[1]) < 0 && bits.below(k) == 0) {
            k++;
        }
        return (k - 1) % 2 == 0;
    }

    /** Draws a number from 0 to bound − 1, each as likely. */
    static BigInteger below(BitStream bits, BigInteger bound) {
        int length = bound.subtract(BigInteger.ONE).bitLength();
        BigInteger drawn;
        do {
            drawn = BigInteger.ZERO;
            for (int left = length; left > 0; left -= 32) {
                int taken = Math.min(32, left);
                drawn = drawn.shiftLeft(taken).or(BigInteger.valueOf(bits.next(taken)));
            }
        } while (drawn.compareTo(bound) >= 0);
        return drawn;
    }
}
