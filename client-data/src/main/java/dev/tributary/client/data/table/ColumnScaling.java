package dev.tributary.client.data.table;

import dev.tributary.schemas.FederationException;

/**
 * How a table's columns are brought to one scale: each feature minus its mean, divided by its standard deviation, both over
 * the rows that are trained on. A value that a row lacks becomes the mean.
 *
 * <p>The deviation is that of a sample (divisor n − 1), 1 for a feature that does not vary. Immutable and thread-safe.
 */
public final class ColumnScaling {

    private final double[] means;
    private final double[] deviations;

    private ColumnScaling(double[] means, double[] deviations) {
        this.means = means;
        this.deviations = deviations;
    }

    /**
     * Measures rows.
     *
     * @param rows rows to be trained on, at least one; values that lack are left out
     * @return scaling by their means and deviations
     * @throws FederationException if a feature has no value in any row
     */
    public static ColumnScaling standardising(TableRows rows) {
        double[] means = means(rows);
        double[] deviations = new double[means.length];
        for (int f = 0; f < means.length; f++) {
            double squares = 0;
            int count = 0;
            for (int i = 0; i < rows.size(); i++) {
                double value = rows.value(i, f);
                if (!Double.isNaN(value)) {
                    squares += (value - means[f]) * (value - means[f]);
                    count++;
                }
            }
            double deviation = Math.sqrt(squares / Math.max(1, count - 1));
            deviations[f] = deviation == 0 ? 1 : deviation;
        }
        return new ColumnScaling(means, deviations);
    }

    /**
     * Measures rows for their means alone, which fill in for values that lack; nothing is scaled.
     *
     * @param rows rows to be trained on, at least one
     * @return scaling that leaves every value that is there as it is
     * @throws FederationException if a feature has no value in any row
     */
    public static ColumnScaling fillingIn(TableRows rows) {
        return new ColumnScaling(means(rows), null);
    }

    private static double[] means(TableRows rows) {
        double[] means = new double[rows.featureCount()];
        for (int f = 0; f < means.length; f++) {
            double sum = 0;
            int count = 0;
            for (int i = 0; i < rows.size(); i++) {
                double value = rows.value(i, f);
                sum += Double.isNaN(value) ? 0 : value;
                count += Double.isNaN(value) ? 0 : 1;
            }
            if (count == 0) {
                throw new FederationException(
                        "column " + Cells.shown(rows.features().get(f))
                                + " must have a value in at least 1 row that is trained on, was 0; leave the column out");
            }
            means[f] = sum / count;
        }
        return means;
    }

    /**
     * Scales rows.
     *
     * @param rows with the same features; not changed
     * @return new rows, every value of them finite
     */
    public TableRows apply(TableRows rows) {
        float[][] scaled = new float[rows.size()][means.length];
        boolean[] labels = new boolean[rows.size()];
        for (int i = 0; i < scaled.length; i++) {
            labels[i] = rows.isPositive(i);
            for (int f = 0; f < means.length; f++) {
                double value = Float.isNaN(rows.value(i, f)) ? means[f] : rows.value(i, f);
                scaled[i][f] = (float) (deviations == null ? value : (value - means[f]) / deviations[f]);
            }
        }
        return new TableRows(rows.features(), scaled, labels);
    }

    /** Prints the number of features only. */
    @Override
    public String toString() {
        return "ColumnScaling[" + means.length + " features]";
    }
}
