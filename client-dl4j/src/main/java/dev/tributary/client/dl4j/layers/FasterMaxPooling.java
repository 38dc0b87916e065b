package dev.tributary.client.dl4j.layers;

import java.util.Arrays;
import org.deeplearning4j.nn.conf.CNN2DFormat;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.layers.PoolingType;
import org.deeplearning4j.nn.gradient.DefaultGradient;
import org.deeplearning4j.nn.gradient.Gradient;
import org.deeplearning4j.nn.layers.convolution.subsampling.SubsamplingLayer;
import org.deeplearning4j.nn.workspace.ArrayType;
import org.deeplearning4j.nn.workspace.LayerWorkspaceMgr;
import org.nd4j.common.primitives.Pair;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * A max pooling in place of DL4J's, that remembers where each maximum stood instead of searching it again on the way
 * back. Of equal maxima the first one in row-major order gets the gradient, as in DL4J.
 */
final class FasterMaxPooling extends SubsamplingLayer {

    private static final long serialVersionUID = 1L;

    private transient SlidingWindow window;
    private transient float[] inputs = {};
    private transient float[] maxima = {};
    private transient int[] positions = {};

    private FasterMaxPooling(NeuralNetConfiguration conf, DataType dataType) {
        super(conf, dataType);
    }

    static boolean canReplace(SubsamplingLayer layer) {
        return layer.getDataType() == DataType.FLOAT
                && layer.layerConf().getPoolingType() == PoolingType.MAX
                && layer.layerConf().getCnn2dDataFormat() == CNN2DFormat.NCHW
                && Arrays.stream(layer.layerConf().getDilation()).allMatch(step -> step == 1);
    }

    static FasterMaxPooling inPlaceOf(SubsamplingLayer layer) {
        FasterMaxPooling result = new FasterMaxPooling(layer.conf(), layer.getDataType());
        result.setIndex(layer.getIndex());
        result.setListeners(layer.getListeners());
        return result;
    }

    @Override
    public INDArray activate(boolean training, LayerWorkspaceMgr workspaces) {
        assertInputSet(false);
        slideOver(input);
        int planes = (int) (input.size(0) * input.size(1));
        inputs = HeapCopies.atLeast((int) input.length(), inputs);
        maxima = HeapCopies.atLeast(planes * window.outPositions(), maxima);
        positions = positions.length >= maxima.length ? positions : new int[maxima.length];
        HeapCopies.read(input, inputs);
        for (int plane = 0; plane < planes; plane++) {
            pool(plane);
        }
        long[] shape = {input.size(0), input.size(1), window.outHeight(), window.outWidth()};
        INDArray result = workspaces.createUninitialized(ArrayType.ACTIVATIONS, dataType, shape, 'c');
        HeapCopies.write(maxima, result);
        return result;
    }

    @Override
    public Pair<Gradient, INDArray> backpropGradient(INDArray epsilon, LayerWorkspaceMgr workspaces) {
        assertInputSet(true);
        int count = (int) epsilon.length();
        float[] gradient = new float[count];
        HeapCopies.read(epsilon, gradient);
        float[] inputGradient = new float[(int) input.length()];
        for (int i = 0; i < count; i++) {
            inputGradient[positions[i]] += gradient[i];
        }
        INDArray next = workspaces.createUninitialized(ArrayType.ACTIVATION_GRAD, dataType, input.shape(), 'c');
        HeapCopies.write(inputGradient, next);
        return new Pair<>(new DefaultGradient(), next);
    }

    private void slideOver(INDArray images) {
        if (window == null || !window.slidesOver(images)) {
            window = SlidingWindow.over(
                    images,
                    layerConf().getKernelSize(),
                    layerConf().getStride(),
                    layerConf().getDilation(),
                    layerConf().getPadding(),
                    convolutionMode);
        }
    }

    private void pool(int plane) {
        int out = plane * window.outPositions();
        for (int y = 0; y < window.outHeight(); y++, out += window.outWidth()) {
            Arrays.fill(maxima, out, out + window.outWidth(), Float.NEGATIVE_INFINITY);
            // Stays where nothing is greater than minus infinity, such as NaN: any pixel of the plane will do.
            Arrays.fill(positions, out, out + window.outWidth(), plane * window.planeLength());
            for (int i = 0; i < window.kernel().down(); i++) {
                int inRow = window.inRow(y, i);
                if (inRow >= 0 && inRow < window.height()) {
                    poolLine(plane * window.planeLength() + inRow * window.width(), out);
                }
            }
        }
    }

    private void poolLine(int lineStart, int out) {
        for (int j = 0; j < window.kernel().across(); j++) {
            int from = window.firstOutColumn(j);
            int count = window.endOutColumn(j) - from;
            int first = lineStart + window.inColumn(from, j);
            keepGreater(inputs, first, window.stride().across(), maxima, positions, out + from, count);
        }
    }

    /** Keeps the greater of each of the maxima so far and the value for it, and where that stood. */
    private static void keepGreater(
            float[] values, int first, int step, float[] maxima, int[] positions, int out, int count) {
        for (int x = 0; x < count; x++) {
            int at = first + x * step;
            float value = values[at];
            float greatest = maxima[out + x];
            positions[out + x] = value > greatest ? at : positions[out + x];
            maxima[out + x] = Math.max(greatest, value);
        }
    }
}
