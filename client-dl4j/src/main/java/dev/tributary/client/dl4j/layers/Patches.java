package dev.tributary.client.dl4j.layers;

import java.util.Arrays;

/**
 * Spreads images out so that a convolution becomes one matrix product (im2col), and gathers such a matrix in again.
 *
 * <p>The matrix has a row for each place in the kernel, {@code (channel, i, j)}, and a column for each position of the
 * window, {@code (image, y, x)}; element by element it is the pixel seen there. In this order, unlike in DL4J's, what
 * belongs to one line of an image lies in one piece and is copied as such.
 */
final class Patches {

    private final SlidingWindow window;

    Patches(SlidingWindow window) {
        this.window = window;
    }

    /**
     * Writes the matrix of some images.
     *
     * @param images  whole images, one after the other, channel by channel
     * @param first   the first image to take
     * @param count   how many to take
     * @param patches filled with {@code patchLength} rows of {@code count × outPositions} columns
     */
    void spread(float[] images, int first, int count, float[] patches) {
        int rowLength = count * window.outPositions();
        for (int row = 0; row < window.patchLength(); row++) {
            spreadRow(images, first, count, row, patches, row * rowLength);
        }
    }

    /** Adds each element of a matrix such as {@link #spread} writes to the pixel that it came from. */
    void gather(float[] patches, float[] images, int first, int count) {
        int rowLength = count * window.outPositions();
        for (int row = 0; row < window.patchLength(); row++) {
            gatherRow(patches, row * rowLength, images, first, count, row);
        }
    }

    private void spreadRow(float[] images, int first, int count, int row, float[] patches, int rowStart) {
        int j = row % window.kernel().across();
        int from = window.firstOutColumn(j);
        int to = window.endOutColumn(j);
        int target = rowStart;
        for (int image = first; image < first + count; image++) {
            int plane = planeStart(image, row);
            for (int y = 0; y < window.outHeight(); y++, target += window.outWidth()) {
                int inRow = inRow(y, row);
                if (inRow < 0 || inRow >= window.height()) {
                    Arrays.fill(patches, target, target + window.outWidth(), 0);
                    continue;
                }
                int source = plane + inRow * window.width() + window.inColumn(from, j);
                zero(patches, target, target + from);
                copyLine(images, source, window.stride().across(), patches, target + from, to - from);
                zero(patches, target + to, target + window.outWidth());
            }
        }
    }

    private void gatherRow(float[] patches, int rowStart, float[] images, int first, int count, int row) {
        int j = row % window.kernel().across();
        int from = window.firstOutColumn(j);
        int to = window.endOutColumn(j);
        int source = rowStart;
        for (int image = first; image < first + count; image++) {
            int plane = planeStart(image, row);
            for (int y = 0; y < window.outHeight(); y++, source += window.outWidth()) {
                int inRow = inRow(y, row);
                if (inRow >= 0 && inRow < window.height()) {
                    int target = plane + inRow * window.width() + window.inColumn(from, j);
                    addLine(
                            patches,
                            source + from,
                            to - from,
                            images,
                            target,
                            window.stride().across());
                }
            }
        }
    }

    private int planeStart(int image, int row) {
        int channel = row / (window.kernel().down() * window.kernel().across());
        return image * window.imageLength() + channel * window.planeLength();
    }

    private int inRow(int outRow, int row) {
        return window.inRow(
                outRow, row / window.kernel().across() % window.kernel().down());
    }

    private static void zero(float[] values, int from, int to) {
        // A loop: there are none to a few, mostly none.
        for (int i = from; i < to; i++) {
            values[i] = 0;
        }
    }

    private static void copyLine(float[] source, int from, int step, float[] target, int to, int count) {
        // A kernel's column may lie outside the image at every position; there is no source to copy from then.
        if (step == 1 && count > 0) {
            System.arraycopy(source, from, target, to, count);
        } else {
            for (int i = 0; i < count; i++) {
                target[to + i] = source[from + i * step];
            }
        }
    }

    private static void addLine(float[] source, int from, int count, float[] target, int to, int step) {
        if (step == 1) {
            for (int i = 0; i < count; i++) {
                target[to + i] += source[from + i];
            }
        } else {
            for (int i = 0; i < count; i++) {
                target[to + i * step] += source[from + i];
            }
        }
    }
}
