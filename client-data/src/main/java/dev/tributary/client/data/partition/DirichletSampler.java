package dev.tributary.client.data.partition;

import java.util.random.RandomGenerator;

/** Draws from Dirichlet distributions, also of very small concentrations. */
final class DirichletSampler {

    private DirichletSampler() {}

    /**
     * Draws one probability vector: independent gamma variables, divided by their sum.
     *
     * @param concentrations one for each component, at least 0; a component of 0 gets 0; at least one is above 0
     * @return non-negative numbers that sum to 1, as a new array
     */
    static double[] draw(double[] concentrations, RandomGenerator random) {
        double[] logs = new double[concentrations.length];
        double greatest = Double.NEGATIVE_INFINITY;
        for (int i = 0; i < logs.length; i++) {
            logs[i] = concentrations[i] > 0 ? logGamma(concentrations[i], random) : Double.NEGATIVE_INFINITY;
            greatest = Math.max(greatest, logs[i]);
        }
        double sum = 0;
        double[] shares = new double[logs.length];
        for (int i = 0; i < logs.length; i++) {
            shares[i] = StrictMath.exp(logs[i] - greatest);
            sum += shares[i];
        }
        for (int i = 0; i < shares.length; i++) {
            shares[i] /= sum;
        }
        return shares;
    }

    /**
     * Draws the logarithm of a gamma variable of scale 1 (Marsaglia and Tsang 2000, "A simple method for generating
     * gamma variables").
     *
     * <p>The logarithm, because a variable of shape 0.001 underflows a {@code double} more often than not, and a
     * vector of zeros cannot be divided by its sum.
     */
    private static double logGamma(double shape, RandomGenerator random) {
        if (shape < 1) {
            return logGamma(shape + 1, random) + StrictMath.log(1 - random.nextDouble()) / shape;
        }
        double d = shape - 1.0 / 3;
        double c = 1 / Math.sqrt(9 * d);
        while (true) {
            double x = random.nextGaussian();
            double v = 1 + c * x;
            if (v > 0) {
                double logCube = 3 * StrictMath.log(v);
                double logUniform = StrictMath.log(1 - random.nextDouble());
                if (logUniform < 0.5 * x * x + d - d * v * v * v + d * logCube) {
                    return StrictMath.log(d) + logCube;
                }
            }
        }
    }
}
