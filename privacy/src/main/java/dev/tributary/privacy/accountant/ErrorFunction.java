package dev.tributary.privacy.accountant;

/**
 * Scaled complementary error function {@code erfcx(x) = exp(x²)·erfc(x)}, to a few units in the 15th digit. The JDK has
 * none. Scaled, so that tails that a double cannot hold are still compared.
 */
final class ErrorFunction {

    private static final double TURN = 1.5;
    private static final double TWO_BY_ROOT_PI = 2 / Math.sqrt(Math.PI);
    private static final double ROOT_PI = Math.sqrt(Math.PI);

    private ErrorFunction() {}

    /**
     * Computes the function.
     *
     * @param x 0 or more
     * @return above 0, at most 1
     */
    static double scaledComplement(double x) {
        return x < TURN ? bySeries(x) : byContinuedFraction(x);
    }

    /** {@code erf(x) = 2/√π·e^(−x²)·Σ 2ⁿ·x^(2n+1)/(2n+1)!!} (Abramowitz and Stegun 1964, 7.1.6). */
    private static double bySeries(double x) {
        double term = x;
        double sum = x;
        for (int n = 1; term > sum * 1e-18; n++) {
            term *= 2 * x * x / (2 * n + 1);
            sum += term;
        }
        return Math.exp(x * x) - TWO_BY_ROOT_PI * sum;
    }

    /** {@code √π·erfcx(x) = 1/(x + (1/2)/(x + 1/(x + (3/2)/(x + …))))} (Abramowitz and Stegun 1964, 7.1.14). */
    private static double byContinuedFraction(double x) {
        double tail = x;
        for (int n = (int) (30 + 500 / (x * x)); n >= 1; n--) {
            tail = x + n / 2.0 / tail;
        }
        return 1 / (ROOT_PI * tail);
    }
}
