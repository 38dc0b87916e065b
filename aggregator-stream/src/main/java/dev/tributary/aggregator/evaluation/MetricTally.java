package dev.tributary.aggregator.evaluation;

/**
 * One metric over some reports. Of {@code nᵢ} test examples with the value {@code xᵢ} each, it has {@code N = Σ nᵢ},
 * {@code mean = Σ nᵢxᵢ / N} and {@code S = Σ nᵢ(xᵢ − mean)²}, put together by the pairwise formulas of Chan, Golub and
 * LeVeque (1979), "Updating Formulae and a Pairwise Algorithm for Computing Sample Variances", section 2, with example
 * counts in place of 1: a difference of {@code Σ nᵢxᵢ²} and {@code (Σ nᵢxᵢ)²/N} would lose what it looks for when values
 * are large and near each other.
 *
 * @param reportCount   reports in it
 * @param exampleCount  N
 * @param mean          mean weighted by test examples
 * @param squaredSpread S, 0 or more
 */
record MetricTally(long reportCount, double exampleCount, double mean, double squaredSpread) {

    static final MetricTally NOTHING = new MetricTally(0, 0, 0, 0);

    static MetricTally of(double value, long exampleCount) {
        return new MetricTally(1, exampleCount, value, 0);
    }

    MetricTally plus(MetricTally other) {
        if (reportCount == 0 || other.reportCount == 0) {
            return reportCount == 0 ? other : this;
        }
        double both = exampleCount + other.exampleCount;
        double difference = other.mean - mean;
        double share = other.exampleCount / both;
        return new MetricTally(
                reportCount + other.reportCount,
                both,
                mean + difference * share,
                squaredSpread + other.squaredSpread + difference * difference * exampleCount * share);
    }

    /** Standard deviation between the reports, weighted by test examples: {@code √(S / N)}. */
    double standardDeviation() {
        return Math.sqrt(squaredSpread / exampleCount);
    }
}
