package dev.tributary.benchmarks.report;

import java.util.Collection;

/** Order statistics of a few measurements. */
public final class Quantiles {

    private Quantiles() {}

    /**
     * Finds the median.
     *
     * @param values at least one
     * @return the middle one; the mean of both if there are two
     */
    public static double median(Collection<Double> values) {
        double[] sorted = sorted(values);
        int middle = sorted.length / 2;
        return sorted.length % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
    }

    /**
     * Finds a quantile by the nearest rank.
     *
     * @param values   at least one
     * @param fraction above 0, at most 1
     * @return the smallest value that at least that fraction of the values does not exceed
     */
    public static double quantile(Collection<Double> values, double fraction) {
        double[] sorted = sorted(values);
        int rank = (int) Math.ceil(fraction * sorted.length);
        return sorted[Math.max(1, Math.min(rank, sorted.length)) - 1];
    }

    private static double[] sorted(Collection<Double> values) {
        if (values.isEmpty()) {
            throw new IllegalArgumentException("values must be at least one, were none");
        }
        return values.stream().mapToDouble(Double::doubleValue).sorted().toArray();
    }
}
