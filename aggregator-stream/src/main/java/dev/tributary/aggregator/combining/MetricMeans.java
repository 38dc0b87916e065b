package dev.tributary.aggregator.combining;

import dev.tributary.schemas.avro.MetricSum;
import java.util.Map;
import java.util.TreeMap;

/** Training metrics on their way to means weighted by example count. Not thread-safe. */
public final class MetricMeans {

    /** Most different names: clients choose them, so a bound is needed. The first ones stay. */
    static final int MAX_NAMES = 64;

    private final Map<String, MetricSum> sums = new TreeMap<>();

    /**
     * Adds the metrics of one client.
     *
     * @param metrics      values by name
     * @param exampleCount examples behind them
     */
    public void add(Map<String, Double> metrics, long exampleCount) {
        metrics.forEach((name, value) -> add(name, value * exampleCount, exampleCount));
    }

    /**
     * Adds sums.
     *
     * @param others sums by name
     */
    public void addAll(Map<String, MetricSum> others) {
        others.forEach((name, sum) -> add(name, sum.getWeightedSum(), sum.getExampleCount()));
    }

    private void add(String name, double weightedSum, long exampleCount) {
        MetricSum before = sums.get(name);
        if (before != null) {
            sums.put(
                    name,
                    new MetricSum(before.getWeightedSum() + weightedSum, before.getExampleCount() + exampleCount));
        } else if (sums.size() < MAX_NAMES) {
            sums.put(name, new MetricSum(weightedSum, exampleCount));
        }
    }

    /**
     * Copies the sums.
     *
     * @return sums by name
     */
    public Map<String, MetricSum> sums() {
        return new TreeMap<>(sums);
    }

    /**
     * Computes the means.
     *
     * @return means by name, all finite: one that values near the greatest double have made infinite is left out
     */
    public Map<String, Double> means() {
        Map<String, Double> means = new TreeMap<>();
        sums.forEach((name, sum) -> means.put(name, sum.getWeightedSum() / sum.getExampleCount()));
        means.values().removeIf(mean -> !Double.isFinite(mean));
        return means;
    }

    /** Forgets everything. */
    public void reset() {
        sums.clear();
    }
}
