package dev.tributary.privacy.accountant;

/**
 * Rényi differential privacy of Gaussian noise over a Poisson sample (Mironov, Talwar, Zhang 2019, "Rényi Differential
 * Privacy of the Sampled Gaussian Mechanism", section 3, <a href="https://arxiv.org/abs/1908.10530">arXiv:1908.10530</a>):
 * {@code RDP(α) = ln A / (α−1)} with {@code A = E[((1−q) + q·e^((2x−1)/(2σ²)))^α]} over {@code x ~ N(0, σ²)}.
 *
 * <p>For planning: a statement may use it only where each client is really sampled by a fair coin of the mask helper.
 *
 * <p>{@code A − 1} is computed, not A, from positive terms alone, so that small q lose no digits. Integer orders by the
 * binomial sum, whose terms for k = 0 and 1 fall away; others by the trapezoidal rule over
 * {@code (1+y)^α − 1 − α·y} with {@code y = q·(e^((2x−1)/(2σ²)) − 1)}, whose mean is 0: the integrand is analytic in a
 * strip of ±πσ², so that the rule's error falls as {@code e^(−2π·πσ²/h)}, below 1e-30 with a step h of σ²/4. We deviate
 * from the paper's alternating series for such orders.
 *
 * @param q     probability of being sampled, 0 to 1
 * @param sigma standard deviation by sensitivity, 0.01 to 1e6
 */
public record SubsampledGaussian(double q, double sigma) {

    private static final int LARGEST_ORDER = 1_000_000;
    private static final double REACH = 12;

    /**
     * @throws IllegalArgumentException if an argument is outside its bound
     */
    public SubsampledGaussian {
        if (!(q >= 0 && q <= 1)) {
            throw new IllegalArgumentException("q must be 0 to 1, was " + q);
        }
        if (!(sigma >= 0.01 && sigma <= 1e6)) {
            throw new IllegalArgumentException("sigma must be 0.01 to 1e6, was " + sigma);
        }
    }

    /**
     * Computes the Rényi divergence of one step.
     *
     * @param order α, above 1 and at most 1e6
     * @return 0 or more
     * @throws IllegalArgumentException if the order is outside its bound
     */
    public double rdp(double order) {
        if (!(order > 1 && order <= LARGEST_ORDER)) {
            throw new IllegalArgumentException("order must be above 1 and at most " + LARGEST_ORDER + ", was " + order);
        }
        if (q == 0) {
            return 0;
        }
        if (q == 1) {
            return order / (2 * sigma * sigma);
        }
        double logA = order == Math.rint(order) ? ofInteger((int) order) : ofReal(order);
        return logA / (order - 1);
    }

    private double ofInteger(int order) {
        LogSum sum = new LogSum();
        double logBinomial = Math.log(order);
        double logQ = Math.log(q);
        double logRest = Math.log1p(-q);
        for (int k = 2; k <= order; k++) {
            logBinomial += Math.log((double) (order - k + 1) / k);
            double exponent = (double) k * (k - 1) / (2 * sigma * sigma);
            sum.add(logBinomial + k * logQ + (order - k) * logRest + logExpm1(exponent));
        }
        return sum.valueAndOne();
    }

    private double ofReal(double order) {
        LogSum sum = new LogSum();
        double step = Math.min(sigma, sigma * sigma) / 4;
        double variance = sigma * sigma;
        // Under the tilt of the power the mass lies between the means 0 and α of its extremes.
        long first = (long) Math.floor(-REACH * sigma / step);
        long last = (long) Math.ceil((order + REACH * sigma) / step);
        for (long i = first; i <= last; i++) {
            double x = i * step;
            sum.add(logExcess(order, (2 * x - 1) / (2 * variance)) - x * x / (2 * variance));
        }
        double normalisation = Math.log(step / (sigma * Math.sqrt(2 * Math.PI)));
        LogSum scaled = new LogSum();
        scaled.add(sum.value() + normalisation);
        return scaled.valueAndOne();
    }

    /** Logarithm of {@code (1+y)^α − 1 − α·y}, which is positive for every α above 1. */
    private double logExcess(double order, double exponent) {
        double y = q * Math.expm1(exponent);
        if (Math.abs(y) * order < 0.01) {
            return logExcessOfSmall(order, y);
        }
        double log =
                exponent < 30 ? Math.log1p(y) : Math.log(q) + exponent + Math.log1p((1 - q) / q * Math.exp(-exponent));
        double power = order * log;
        if (power > 30) {
            double rest = (order - 1) * Math.exp(-power) - order * Math.exp((1 - order) * log);
            return power + Math.log1p(rest);
        }
        return Math.log(Math.max(Double.MIN_VALUE, Math.expm1(power) - order * y));
    }

    /** By the binomial series from its square on, where the difference would lose its digits. */
    private static double logExcessOfSmall(double order, double y) {
        double term = order * (order - 1) / 2 * y * y;
        if (term == 0) {
            return Double.NEGATIVE_INFINITY;
        }
        double sum = 1;
        double factor = 1;
        for (int k = 3; Math.abs(factor) > 1e-18 && k < 40; k++) {
            factor *= (order - k + 1) / k * y;
            sum += factor;
        }
        return Math.log(term) + Math.log(sum);
    }

    private static double logExpm1(double exponent) {
        return exponent > 30 ? exponent + Math.log1p(-Math.exp(-exponent)) : Math.log(Math.expm1(exponent));
    }

    /**
     * Computes ε of many steps, minimised over real orders.
     *
     * @param steps how many, 0 or more
     * @param delta δ, 1e-200 or more, below 1
     * @return 0 or more
     * @throws IllegalArgumentException if an argument is outside its bound
     */
    public double epsilon(long steps, double delta) {
        Bounds.delta(delta);
        if (steps < 0) {
            throw new IllegalArgumentException("steps must be 0 or more, was " + steps);
        }
        if (steps == 0 || q == 0) {
            return 0;
        }
        if (q == 1) {
            return ZeroConcentrated.epsilon(steps / (2 * sigma * sigma), delta);
        }
        double least = Search.minimum(
                u -> RenyiConversion.epsilon(1 + Math.exp(u), steps * rdp(1 + Math.exp(u)), delta), -7, 11, 0.25);
        return Math.max(0, least);
    }
}
