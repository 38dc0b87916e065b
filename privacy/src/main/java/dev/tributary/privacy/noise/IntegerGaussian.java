package dev.tributary.privacy.noise;

import java.math.BigInteger;

/**
 * Discrete Gaussian of an integer σ, in longs: the scale t of the discrete Laplace is σ itself, so that
 * {@code γ = (|y| − σ²/t)² / (2σ²) = (|y| − σ)² / (2σ²)}. Any t gives the same distribution; the algorithm's own choice,
 * ⌊σ⌋ + 1, would throw draws away where σ is a power of two.
 */
final class IntegerGaussian extends DiscreteGaussian {

    /** Beyond it the square of a distance no longer fits into a long. */
    private static final long LARGEST_ROOT = 3_037_000_499L;

    private final long sigma;
    private final long twiceVariance;

    IntegerGaussian(int sigma) {
        this.sigma = sigma;
        this.twiceVariance = 2L * sigma * sigma;
    }

    @Override
    public double sigma() {
        return sigma;
    }

    @Override
    long sample(BitStream bits) {
        while (true) {
            long size = DiscreteLaplace.magnitude(bits, sigma);
            boolean negative = bits.next(1) == 1;
            // Zero has one sign only, otherwise it would come twice as often as it should.
            if (!(negative && size == 0) && accept(bits, Math.abs(size - sigma))) {
                return negative ? -size : size;
            }
        }
    }

    private boolean accept(BitStream bits, long distance) {
        if (distance > LARGEST_ROOT) {
            BigInteger square = BigInteger.valueOf(distance).pow(2);
            return ExpBernoulli.any(bits, square, BigInteger.valueOf(twiceVariance));
        }
        long square = distance * distance;
        for (long left = square / twiceVariance; left > 0; left--) {
            if (!ExpBernoulli.one(bits)) {
                return false;
            }
        }
        return ExpBernoulli.fraction(bits, square % twiceVariance, twiceVariance);
    }
}
