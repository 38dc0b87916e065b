package dev.tributary.privacy.noise;

import java.math.BigInteger;

/** Discrete Gaussian of a rational variance: Algorithm 3 as it stands, with t = ⌊σ⌋ + 1 and integers without bound. */
final class RationalGaussian extends DiscreteGaussian {

    private final double sigma;
    private final long scale;
    private final BigInteger varianceNumerator;
    private final BigInteger scaleTimesDenominator;
    private final BigInteger exponentDenominator;

    RationalGaussian(BigInteger numerator, BigInteger denominator) {
        this.sigma = Math.sqrt(numerator.doubleValue() / denominator.doubleValue());
        this.scale = numerator.divide(denominator).sqrt().longValueExact() + 1;
        this.varianceNumerator = numerator;
        this.scaleTimesDenominator = denominator.multiply(BigInteger.valueOf(scale));
        // (|y| − σ²/t)²/(2σ²) with σ² = n/d becomes (|y|·t·d − n)² / (2·n·d·t²).
        this.exponentDenominator = numerator
                .multiply(denominator)
                .multiply(BigInteger.valueOf(scale).pow(2))
                .shiftLeft(1);
    }

    @Override
    public double sigma() {
        return sigma;
    }

    @Override
    long sample(BitStream bits) {
        while (true) {
            long size = DiscreteLaplace.magnitude(bits, scale);
            boolean negative = bits.next(1) == 1;
            if (negative && size == 0) {
                continue;
            }
            BigInteger root =
                    BigInteger.valueOf(size).multiply(scaleTimesDenominator).subtract(varianceNumerator);
            if (ExpBernoulli.any(bits, root.pow(2), exponentDenominator)) {
                return negative ? -size : size;
            }
        }
    }
}
