package dev.tributary.client.data;

import java.security.MessageDigest;

/**
 * Examples with features and a label each, as a trainer takes them: images, or rows of a table.
 *
 * <p>Immutable and thread-safe.
 */
public interface LabelledExamples {

    /** Returns how many examples there are. */
    int size();

    /** Returns how many features each example has, at least 1. */
    int featureCount();

    /** Returns how many numbers make up a label: one a class, or 1 where there are two classes. */
    int labelWidth();

    /**
     * Copies the features of one example.
     *
     * @param index  0 to {@code size() - 1}
     * @param target filled from {@code offset} on with {@code featureCount()} finite values
     * @param offset where in {@code target} they begin
     * @throws IndexOutOfBoundsException if there is no such example or {@code target} is too short; {@code target} is
     *     then unchanged
     */
    void copyFeatures(int index, float[] target, int offset);

    /**
     * Copies the label of one example: a single 1 among zeros, or 0 or 1 where its width is 1.
     *
     * @param index  0 to {@code size() - 1}
     * @param target filled from {@code offset} on with {@code labelWidth()} values
     * @param offset where in {@code target} they begin
     * @throws IndexOutOfBoundsException if there is no such example or {@code target} is too short; {@code target} is
     *     then unchanged
     */
    void copyLabel(int index, float[] target, int offset);

    /**
     * Returns a view of some examples in the given order; nothing is copied.
     *
     * @param indices examples of this data set, each 0 to {@code size() - 1}; not kept
     * @throws IndexOutOfBoundsException if there is no such example
     */
    LabelledExamples subset(int[] indices);

    /**
     * Adds the content of one example, label and features, to a digest.
     *
     * @param index  0 to {@code size() - 1}
     * @param digest updated: with the same bytes for the same content, wherever the example stands
     */
    void updateDigest(int index, MessageDigest digest);
}
