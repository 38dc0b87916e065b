package dev.tributary.client.dl4j.layers;

import static org.deeplearning4j.nn.conf.CNN2DFormat.NCHW;

import org.deeplearning4j.nn.conf.ConvolutionMode;
import org.deeplearning4j.util.ConvolutionUtils;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * How a window of a convolution or a pooling slides over images of {@code channels × height × width} pixels.
 *
 * <p>Output position {@code (y, x)} sees the pixels {@code (y·stride[0] - padTop + i·dilation[0], x·stride[1] - padLeft
 * + j·dilation[1])}, {@code i} and {@code j} below the kernel's height and width. Pixels outside the image count as
 * zeros in a convolution and not at all in a pooling.
 */
record SlidingWindow(
        int channels,
        int height,
        int width,
        Pair kernel,
        Pair stride,
        Pair dilation,
        int padTop,
        int padLeft,
        int outHeight,
        int outWidth) {

    /** Two lengths in pixels. */
    record Pair(int down, int across) {

        static Pair of(int[] values) {
            return new Pair(values[0], values[1]);
        }
    }

    /** Works out the window of a layer for images such as {@code input}, {@code [batch, channels, height, width]}. */
    static SlidingWindow over(
            INDArray input, int[] kernel, int[] stride, int[] dilation, int[] padding, ConvolutionMode mode) {
        int[] size = {(int) input.size(2), (int) input.size(3)};
        boolean same = mode == ConvolutionMode.Same;
        int[] out = ConvolutionUtils.getOutputSize(input, kernel, stride, same ? null : padding, mode, dilation, NCHW);
        int[] pad = same ? ConvolutionUtils.getSameModeTopLeftPadding(out, size, kernel, stride, dilation) : padding;
        return new SlidingWindow(
                (int) input.size(1),
                size[0],
                size[1],
                Pair.of(kernel),
                Pair.of(stride),
                Pair.of(dilation),
                pad[0],
                pad[1],
                out[0],
                out[1]);
    }

    boolean slidesOver(INDArray input) {
        return input.size(1) == channels && input.size(2) == height && input.size(3) == width;
    }

    int planeLength() {
        return height * width;
    }

    int imageLength() {
        return channels * planeLength();
    }

    int outPositions() {
        return outHeight * outWidth;
    }

    int patchLength() {
        return channels * kernel.down() * kernel.across();
    }

    /** Row of the image that output row {@code outRow} sees at row {@code i} of the kernel; may lie outside. */
    int inRow(int outRow, int i) {
        return outRow * stride.down() - padTop + i * dilation.down();
    }

    /** Column of the image that output column {@code outColumn} sees at column {@code j} of the kernel. */
    int inColumn(int outColumn, int j) {
        return outColumn * stride.across() - padLeft + j * dilation.across();
    }

    /** First output column whose column {@code j} of the kernel is not left of the image. */
    int firstOutColumn(int j) {
        int outside = Math.max(0, -inColumn(0, j));
        return Math.min(outWidth, ceilDiv(outside, stride.across()));
    }

    /** One past the last output column whose column {@code j} of the kernel is not right of the image. */
    int endOutColumn(int j) {
        int within = Math.max(0, width - inColumn(0, j));
        return Math.max(firstOutColumn(j), Math.min(outWidth, ceilDiv(within, stride.across())));
    }

    private static int ceilDiv(int dividend, int divisor) {
        return (dividend + divisor - 1) / divisor;
    }
}
