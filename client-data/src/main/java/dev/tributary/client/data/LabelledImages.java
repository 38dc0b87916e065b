package dev.tributary.client.data;

import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.Objects;

/**
 * Grey images of one size, each with a label: a data set or a view of some of its examples.
 *
 * <p>A pixel is kept as one byte and handed out as a {@code float} in [0, 1] ({@code byte / 255}), so that 60,000
 * MNIST images take 47 MB instead of 188 MB. Views made by {@link #subset} and {@link #range} share the pixels.
 *
 * <p>Immutable and thread-safe.
 */
public final class LabelledImages implements LabelledExamples {

    private static final float[] GREY_LEVELS = greyLevels();

    private final int rows;
    private final int columns;
    private final int classCount;
    private final byte[] pixels;
    private final byte[] labels;
    /** Position of each example of this view in the two arrays above. */
    private final int[] positions;

    /**
     * Makes a data set of all images in {@code pixels}.
     *
     * @param rows       height of each image in pixels, at least 1
     * @param columns    width of each image in pixels, at least 1
     * @param classCount number of classes, 1 to 256; labels are 0 to {@code classCount - 1}
     * @param pixels     unsigned bytes, image after image, each row-major; taken over, not to be changed afterwards
     * @param labels     one unsigned byte an image; taken over, not to be changed afterwards
     * @throws IllegalArgumentException if an argument is outside those bounds, the lengths do not agree, or a label is
     *     not below {@code classCount}
     */
    public LabelledImages(int rows, int columns, int classCount, byte[] pixels, byte[] labels) {
        this(rows, columns, classCount, pixels, labels, identity(labels.length));
        if ((long) rows * columns * labels.length != pixels.length) {
            throw new IllegalArgumentException("pixels must be " + (long) rows * columns * labels.length + " bytes ("
                    + labels.length + " images of " + rows + " × " + columns + "), was " + pixels.length);
        }
        for (byte label : labels) {
            if (Byte.toUnsignedInt(label) >= classCount) {
                throw new IllegalArgumentException(
                        "label must be below " + classCount + ", was " + Byte.toUnsignedInt(label));
            }
        }
    }

    private LabelledImages(int rows, int columns, int classCount, byte[] pixels, byte[] labels, int[] positions) {
        if (rows < 1 || columns < 1) {
            throw new IllegalArgumentException("image size must be at least 1 × 1, was " + rows + " × " + columns);
        }
        if (classCount < 1 || classCount > 256) {
            throw new IllegalArgumentException("classCount must be 1 to 256, was " + classCount);
        }
        this.rows = rows;
        this.columns = columns;
        this.classCount = classCount;
        this.pixels = pixels;
        this.labels = labels;
        this.positions = positions;
    }

    @Override
    public int size() {
        return positions.length;
    }

    /** Returns the height of each image in pixels. */
    public int rows() {
        return rows;
    }

    /** Returns the width of each image in pixels. */
    public int columns() {
        return columns;
    }

    /** Returns how many pixels one image has: rows × columns. */
    public int pixelsPerImage() {
        return rows * columns;
    }

    @Override
    public int featureCount() {
        return pixelsPerImage();
    }

    /** Returns the class count: labels are one-hot. */
    @Override
    public int labelWidth() {
        return classCount;
    }

    @Override
    public void copyFeatures(int index, float[] target, int offset) {
        copyPixels(index, target, offset);
    }

    @Override
    public void copyLabel(int index, float[] target, int offset) {
        Objects.checkFromIndexSize(offset, classCount, target.length);
        Arrays.fill(target, offset, offset + classCount, 0);
        target[offset + label(index)] = 1;
    }

    /** Returns how many classes the labels tell apart; a class may have no example here. */
    public int classCount() {
        return classCount;
    }

    /**
     * Returns the label of one example, 0 to {@code classCount() - 1}.
     *
     * @param index 0 to {@code size() - 1}
     * @throws IndexOutOfBoundsException if there is no such example
     */
    public int label(int index) {
        return Byte.toUnsignedInt(labels[positions[index]]);
    }

    /** Returns the labels of all examples in order, as a new array. */
    public int[] labels() {
        int[] result = new int[size()];
        for (int i = 0; i < result.length; i++) {
            result[i] = label(i);
        }
        return result;
    }

    /** Returns how many examples each class has, as a new array of length {@code classCount()}. */
    public int[] labelCounts() {
        int[] counts = new int[classCount];
        for (int i = 0; i < size(); i++) {
            counts[label(i)]++;
        }
        return counts;
    }

    /**
     * Copies the pixels of one example, each in [0, 1], row-major.
     *
     * @param index  0 to {@code size() - 1}
     * @param target filled from {@code offset} on with {@code pixelsPerImage()} values
     * @param offset where in {@code target} the image begins
     * @throws IndexOutOfBoundsException if there is no such example or {@code target} is too short; {@code target} is
     *     then unchanged
     */
    public void copyPixels(int index, float[] target, int offset) {
        int length = pixelsPerImage();
        Objects.checkFromIndexSize(offset, length, target.length);
        int from = positions[index] * length;
        for (int i = 0; i < length; i++) {
            target[offset + i] = GREY_LEVELS[Byte.toUnsignedInt(pixels[from + i])];
        }
    }

    @Override
    public void updateDigest(int index, MessageDigest digest) {
        digest.update(ByteBuffer.allocate(Integer.BYTES).putInt(label(index)).flip());
        digest.update(pixels, positions[index] * pixelsPerImage(), pixelsPerImage());
    }

    /** Returns the pixels of all examples, each in [0, 1], image after image, each row-major, as a new array. */
    public float[] pixels() {
        float[] result = new float[Math.multiplyExact(size(), pixelsPerImage())];
        for (int i = 0; i < size(); i++) {
            copyPixels(i, result, i * pixelsPerImage());
        }
        return result;
    }

    /** Returns a view that shares the pixels. */
    @Override
    public LabelledImages subset(int[] indices) {
        int[] chosen = new int[indices.length];
        for (int i = 0; i < chosen.length; i++) {
            chosen[i] = positions[indices[i]];
        }
        return new LabelledImages(rows, columns, classCount, pixels, labels, chosen);
    }

    /**
     * Returns a view of consecutive examples; pixels are shared, not copied.
     *
     * @param from first example
     * @param to   one past the last example
     * @throws IndexOutOfBoundsException unless {@code 0 <= from <= to <= size()}
     */
    public LabelledImages range(int from, int to) {
        Objects.checkFromToIndex(from, to, size());
        int[] chosen = new int[to - from];
        System.arraycopy(positions, from, chosen, 0, chosen.length);
        return new LabelledImages(rows, columns, classCount, pixels, labels, chosen);
    }

    @Override
    public String toString() {
        return "LabelledImages[" + size() + " images of " + rows + " × " + columns + ", " + classCount + " classes]";
    }

    private static int[] identity(int length) {
        int[] result = new int[length];
        for (int i = 0; i < length; i++) {
            result[i] = i;
        }
        return result;
    }

    private static float[] greyLevels() {
        float[] levels = new float[256];
        for (int i = 0; i < levels.length; i++) {
            levels[i] = i / 255f;
        }
        return levels;
    }
}
