package dev.tributary.privacy.accountant;

/** Sum of positive terms that are given by their logarithms, which may be far beyond a double's exponent. */
final class LogSum {

    private double largest = Double.NEGATIVE_INFINITY;
    private double scaled;

    void add(double logarithm) {
        if (logarithm == Double.NEGATIVE_INFINITY) {
            return;
        }
        if (logarithm <= largest) {
            scaled += Math.exp(logarithm - largest);
        } else {
            scaled = scaled * Math.exp(largest - logarithm) + 1;
            largest = logarithm;
        }
    }

    /** Logarithm of the sum; −∞ without terms. */
    double value() {
        return scaled == 0 ? Double.NEGATIVE_INFINITY : largest + Math.log(scaled);
    }

    /** Logarithm of 1 plus the sum. */
    double valueAndOne() {
        double value = value();
        return value > 40 ? value + Math.exp(-value) : Math.log1p(Math.exp(value));
    }
}
