package dev.tributary.client.dl4j.layers;

import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * A convolution of one batch of images after the other, forward and back, as matrix products over {@link Patches}.
 *
 * <p>Filters are {@code [filterCount, patchLength]}. A batch's outputs and their gradients stand image after image,
 * filter after filter. Large batches are done in several passes.
 */
final class PatchwiseConvolution {

    /** Most elements of the matrix of one pass, unless one image has more: 2 MB, about what a core's caches hold. */
    static final int MAX_PATCH_FLOATS = 512 * 1024;

    private static final int NONE = -1;

    private final SlidingWindow window;
    private final Patches patches;
    private final PatchProducts products;
    private final int filterCount;
    private final int imagesPerPass;
    private int batch;
    private float[] images = {};
    private float[] outputs = {};
    private float[] gradientByFilter = {};
    /** First of the images whose patches are loaded. */
    private int loaded = NONE;

    PatchwiseConvolution(SlidingWindow window, int filterCount) {
        this.window = window;
        this.filterCount = filterCount;
        patches = new Patches(window);
        products = new PatchProducts(filterCount, window.patchLength());
        imagesPerPass = Math.max(1, MAX_PATCH_FLOATS / (window.patchLength() * window.outPositions()));
    }

    SlidingWindow window() {
        return window;
    }

    /**
     * Convolves a batch.
     *
     * @param input   {@code [batch, channels, height, width]}; copied, for {@link #backward}
     * @param biases  one for each filter
     * @param rectify applies {@code max(0, x)}
     * @return outputs of the batch, valid until the next call
     */
    float[] forward(INDArray input, INDArray filters, float[] biases, boolean rectify) {
        batch = Math.toIntExact(input.size(0));
        images = HeapCopies.atLeast(batch * window.imageLength(), images);
        outputs = HeapCopies.atLeast(batch * filterCount * window.outPositions(), outputs);
        HeapCopies.read(input, images);
        loaded = NONE;
        for (int first = 0; first < batch; first += imagesPerPass) {
            load(first);
            byImage(products.applyFilters(filters), first, biases, rectify);
        }
        return outputs;
    }

    /** Outputs of the last {@link #forward}. */
    float[] outputs() {
        return outputs;
    }

    /**
     * Works out the gradients of the batch that {@link #forward} saw last.
     *
     * @param outputGradient that of the outputs before {@code max(0, x)}
     * @param filters        as in {@link #forward}
     * @param filterGradient {@code [filterCount, patchLength]}, overwritten
     * @param biasGradient   one for each filter, zeros; added to
     */
    void backward(float[] outputGradient, INDArray filters, INDArray filterGradient, float[] biasGradient) {
        backward(outputGradient, filters, filterGradient, biasGradient, null);
    }

    /**
     * Works out the gradients of the batch that {@link #forward} saw last, and of its images.
     *
     * @param inputGradient as long as the images, zeros; added to; null if nobody asks for it
     */
    void backward(
            float[] outputGradient,
            INDArray filters,
            INDArray filterGradient,
            float[] biasGradient,
            float[] inputGradient) {
        for (int first = 0; first < batch; first += imagesPerPass) {
            load(first);
            products.setOutputGradient(byFilter(outputGradient, first, biasGradient));
            products.filterGradient(filterGradient, first > 0);
            if (inputGradient != null) {
                patches.gather(products.patchGradient(filters), inputGradient, first, imagesFrom(first));
                loaded = NONE;
            }
        }
    }

    private int imagesFrom(int first) {
        return Math.min(imagesPerPass, batch - first);
    }

    private void load(int first) {
        // A batch of one pass is still loaded from the way forward.
        if (loaded != first) {
            products.setColumns(imagesFrom(first) * window.outPositions());
            patches.spread(images, first, imagesFrom(first), products.patches());
            products.load();
            loaded = first;
        }
    }

    private void byImage(float[] products, int first, float[] biases, boolean rectify) {
        int positions = window.outPositions();
        int count = imagesFrom(first);
        for (int filter = 0; filter < filterCount; filter++) {
            for (int i = 0; i < count; i++) {
                int from = (filter * count + i) * positions;
                int to = ((first + i) * filterCount + filter) * positions;
                if (rectify) {
                    copyRectified(products, from, biases[filter], outputs, to, positions);
                } else {
                    copy(products, from, biases[filter], outputs, to, positions);
                }
            }
        }
    }

    private float[] byFilter(float[] gradient, int first, float[] biasGradient) {
        int positions = window.outPositions();
        int count = imagesFrom(first);
        gradientByFilter = HeapCopies.atLeast(filterCount * count * positions, gradientByFilter);
        for (int filter = 0; filter < filterCount; filter++) {
            for (int i = 0; i < count; i++) {
                int from = ((first + i) * filterCount + filter) * positions;
                System.arraycopy(gradient, from, gradientByFilter, (filter * count + i) * positions, positions);
                biasGradient[filter] += sum(gradient, from, positions);
            }
        }
        return gradientByFilter;
    }

    private static void copy(float[] source, int from, float bias, float[] target, int to, int count) {
        for (int i = 0; i < count; i++) {
            target[to + i] = source[from + i] + bias;
        }
    }

    private static void copyRectified(float[] source, int from, float bias, float[] target, int to, int count) {
        for (int i = 0; i < count; i++) {
            target[to + i] = Math.max(0, source[from + i] + bias);
        }
    }

    private static float sum(float[] values, int from, int count) {
        double sum = 0;
        for (int i = from; i < from + count; i++) {
            sum += values[i];
        }
        return (float) sum;
    }
}
