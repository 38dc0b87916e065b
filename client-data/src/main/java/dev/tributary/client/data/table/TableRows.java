package dev.tributary.client.data.table;

import dev.tributary.client.data.LabelledExamples;
import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;

/**
 * Rows of a table as examples: numbers to learn from, and a label of 0 or 1.
 *
 * <p>As they come from a file they may lack values, which are NaN here; {@link ColumnScaling#apply} fills those in.
 *
 * <p>Immutable and thread-safe.
 */
public final class TableRows implements LabelledExamples {

    private final List<String> features;
    private final float[][] values;
    private final boolean[] labels;

    /**
     * @param features names of the features, at least one; copied
     * @param values   a row for each example, as long as there are names, finite or NaN for no value; taken over with its
     *                 rows, not to be changed afterwards
     * @param labels   as many; taken over, not to be changed afterwards
     * @throws IllegalArgumentException if the lengths do not agree
     */
    public TableRows(List<String> features, float[][] values, boolean[] labels) {
        this.features = List.copyOf(features);
        this.values = values;
        this.labels = labels;
        if (features.isEmpty() || values.length != labels.length) {
            throw new IllegalArgumentException("rows must be as many as labels, " + labels.length
                    + ", with at least 1 feature, were " + values.length + " with " + features.size());
        }
        for (float[] row : values) {
            if (row.length != features.size()) {
                throw new IllegalArgumentException(
                        "a row must have " + features.size() + " features, had " + row.length);
            }
        }
    }

    /** Returns the names of the features in their order; a category's is {@code column=value}. */
    public List<String> features() {
        return features;
    }

    @Override
    public int size() {
        return labels.length;
    }

    @Override
    public int featureCount() {
        return features.size();
    }

    /** Returns 1: a label is the chance of a yes. */
    @Override
    public int labelWidth() {
        return 1;
    }

    /** Returns whether a row's label is 1. */
    public boolean isPositive(int index) {
        return labels[index];
    }

    /** Returns one value, NaN if the row lacks it. */
    public float value(int index, int feature) {
        return values[index][feature];
    }

    @Override
    public void copyFeatures(int index, float[] target, int offset) {
        Objects.checkFromIndexSize(offset, features.size(), target.length);
        System.arraycopy(values[index], 0, target, offset, features.size());
    }

    @Override
    public void copyLabel(int index, float[] target, int offset) {
        target[offset] = labels[index] ? 1 : 0;
    }

    @Override
    public TableRows subset(int[] indices) {
        float[][] chosen = new float[indices.length][];
        boolean[] theirs = new boolean[indices.length];
        for (int i = 0; i < indices.length; i++) {
            chosen[i] = values[indices[i]];
            theirs[i] = labels[indices[i]];
        }
        return new TableRows(features, chosen, theirs);
    }

    /**
     * Puts rows of several tables together.
     *
     * @param parts at least one, all with the same features
     * @return the rows of each in turn
     */
    public static TableRows joined(List<TableRows> parts) {
        List<String> features = parts.get(0).features;
        float[][] values =
                parts.stream().flatMap(part -> Arrays.stream(part.values)).toArray(float[][]::new);
        boolean[] labels = new boolean[values.length];
        int next = 0;
        for (TableRows part : parts) {
            System.arraycopy(part.labels, 0, labels, next, part.labels.length);
            next += part.labels.length;
        }
        return new TableRows(features, values, labels);
    }

    @Override
    public void updateDigest(int index, MessageDigest digest) {
        ByteBuffer bytes = ByteBuffer.allocate(1 + Float.BYTES * features.size());
        bytes.put((byte) (labels[index] ? 1 : 0));
        for (float value : values[index]) {
            bytes.putFloat(value);
        }
        digest.update(bytes.flip());
    }

    /** Prints size only. */
    @Override
    public String toString() {
        return "TableRows[" + size() + " rows of " + features.size() + " features]";
    }
}
