package dev.tributary.privacy.noise;

/**
 * Tolerances of statistical tests, from one false-rejection probability: each single comparison fails a right
 * implementation with a probability of at most {@value #FALSE_REJECTION}. Seeds are fixed, so a test that passes once
 * passes always; the probability says what was risked when the seed was chosen.
 */
final class Statistics {

    /** Two-sided; the normal quantile beside it belongs to it. */
    static final double FALSE_REJECTION = 1e-6;

    private static final double QUANTILE = 4.8916;
    private static final double ONE_SIDED_QUANTILE = 4.7534;

    private Statistics() {}

    /** Tolerance of the mean of n independent values of a standard deviation. */
    static double ofMean(double standardDeviation, long n) {
        return QUANTILE * standardDeviation / Math.sqrt(n);
    }

    /** Tolerance of the variance of n near-normal values: its standard error is σ²·√(2/n). */
    static double ofVariance(double variance, long n) {
        return QUANTILE * variance * Math.sqrt(2.0 / n);
    }

    /** Tolerance of the kurtosis of n near-normal values: its standard error is √(24/n). */
    static double ofKurtosis(long n) {
        return QUANTILE * Math.sqrt(24.0 / n);
    }

    /** Value that χ² of so many degrees passes with the false-rejection probability (Wilson and Hilferty 1931). */
    static double ofChiSquare(int degrees) {
        double spread = 2.0 / (9 * degrees);
        return degrees * Math.pow(1 - spread + ONE_SIDED_QUANTILE * Math.sqrt(spread), 3);
    }

    /** Exact probabilities of a discrete Gaussian from −reach to reach. */
    static double[] discreteGaussian(double variance, int reach) {
        double[] probabilities = new double[2 * reach + 1];
        double sum = 0;
        for (long x = -20L * reach; x <= 20L * reach; x++) {
            double density = Math.exp(-x * x / (2 * variance));
            sum += density;
            if (Math.abs(x) <= reach) {
                probabilities[(int) x + reach] = density;
            }
        }
        for (int i = 0; i < probabilities.length; i++) {
            probabilities[i] /= sum;
        }
        return probabilities;
    }
}
