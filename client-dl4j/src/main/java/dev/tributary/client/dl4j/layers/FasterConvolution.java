package dev.tributary.client.dl4j.layers;

import org.deeplearning4j.nn.conf.CNN2DFormat;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.gradient.DefaultGradient;
import org.deeplearning4j.nn.gradient.Gradient;
import org.deeplearning4j.nn.layers.convolution.ConvolutionLayer;
import org.deeplearning4j.nn.params.ConvolutionParamInitializer;
import org.deeplearning4j.nn.workspace.ArrayType;
import org.deeplearning4j.nn.workspace.LayerWorkspaceMgr;
import org.nd4j.common.primitives.Pair;
import org.nd4j.linalg.activations.impl.ActivationReLU;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/**
 * A two-dimensional convolution in place of DL4J's.
 *
 * <p>It computes the forward pass once in a training step where DL4J's does it twice, copies lines where DL4J's copies
 * pixels, keeps activations without gaps so that the layers above read them in order, does bias and ReLU in the pass
 * that copies the result anyway, and leaves out the gradient of the network's input, which nobody asks for.
 */
final class FasterConvolution extends ConvolutionLayer {

    private static final long serialVersionUID = 1L;

    private final boolean needsInputGradient;
    private transient PatchwiseConvolution convolution;

    private FasterConvolution(NeuralNetConfiguration conf, DataType dataType, boolean needsInputGradient) {
        super(conf, dataType);
        this.needsInputGradient = needsInputGradient;
    }

    static boolean canReplace(ConvolutionLayer layer) {
        return layer.getDataType() == DataType.FLOAT && layer.layerConf().getCnn2dDataFormat() == CNN2DFormat.NCHW;
    }

    /**
     * Makes a layer with the same parameters.
     *
     * @param needsInputGradient false if nothing below the layer is trained; the gradient of its input is then zero
     */
    static FasterConvolution inPlaceOf(ConvolutionLayer layer, boolean needsInputGradient) {
        FasterConvolution result = new FasterConvolution(layer.conf(), layer.getDataType(), needsInputGradient);
        result.setIndex(layer.getIndex());
        result.setListeners(layer.getListeners());
        result.setParamsViewArray(layer.params());
        result.setParamTable(layer.paramTable(false));
        return result;
    }

    @Override
    public INDArray activate(boolean training, LayerWorkspaceMgr workspaces) {
        assertInputSet(false);
        applyDropOutIfNecessary(training, workspaces);
        validateInputRank();
        INDArray filters = filters(training, workspaces);
        validateInputDepth(filters.size(1));
        slideOver(input);
        float[] outputs = convolution.forward(input, matrix(filters), biases(training, workspaces), isRectified());
        INDArray result = workspaces.createUninitialized(ArrayType.ACTIVATIONS, dataType, outputShape(), 'c');
        HeapCopies.write(outputs, result);
        return isRectified() ? result : layerConf().getActivationFn().getActivation(result, training);
    }

    @Override
    public Pair<Gradient, INDArray> backpropGradient(INDArray epsilon, LayerWorkspaceMgr workspaces) {
        assertInputSet(true);
        INDArray filters = matrix(filters(true, workspaces));
        INDArray filterGradient = gradientViews.get(ConvolutionParamInitializer.WEIGHT_KEY);
        float[] biasGradient = new float[(int) layerConf().getNOut()];
        float[] inputGradient = needsInputGradient ? new float[(int) input.length()] : null;
        convolution.backward(outputGradient(epsilon), filters, matrix(filterGradient), biasGradient, inputGradient);
        weightNoiseParams.clear();
        INDArray next = workspaces.create(ArrayType.ACTIVATION_GRAD, dataType, input.shape(), 'c');
        if (needsInputGradient) {
            HeapCopies.write(inputGradient, next);
        }
        return new Pair<>(gradient(filterGradient, biasGradient), backpropDropOutIfPresent(next));
    }

    private void slideOver(INDArray images) {
        if (convolution == null || !convolution.window().slidesOver(images)) {
            SlidingWindow window = SlidingWindow.over(
                    images,
                    layerConf().getKernelSize(),
                    layerConf().getStride(),
                    layerConf().getDilation(),
                    layerConf().getPadding(),
                    convolutionMode);
            convolution = new PatchwiseConvolution(window, (int) layerConf().getNOut());
        }
    }

    private long[] outputShape() {
        SlidingWindow window = convolution.window();
        return new long[] {input.size(0), layerConf().getNOut(), window.outHeight(), window.outWidth()};
    }

    /** Gradient of the convolution's output, before the activation function. */
    private float[] outputGradient(INDArray epsilon) {
        float[] gradient = new float[(int) epsilon.length()];
        if (isRectified()) {
            HeapCopies.read(epsilon, gradient);
            zeroWhereNotPositive(convolution.outputs(), gradient);
        } else {
            INDArray outputs = Nd4j.createUninitialized(dataType, outputShape(), 'c');
            HeapCopies.write(convolution.outputs(), outputs);
            HeapCopies.read(
                    layerConf().getActivationFn().backprop(outputs, epsilon).getFirst(), gradient);
        }
        return gradient;
    }

    private Gradient gradient(INDArray filterGradient, float[] biasGradient) {
        Gradient result = new DefaultGradient();
        if (hasBias()) {
            INDArray biases = gradientViews.get(ConvolutionParamInitializer.BIAS_KEY);
            HeapCopies.write(biasGradient, biases);
            result.setGradientFor(ConvolutionParamInitializer.BIAS_KEY, biases);
        }
        result.setGradientFor(ConvolutionParamInitializer.WEIGHT_KEY, filterGradient, 'c');
        return result;
    }

    private INDArray filters(boolean training, LayerWorkspaceMgr workspaces) {
        return getParamWithNoise(ConvolutionParamInitializer.WEIGHT_KEY, training, workspaces);
    }

    private float[] biases(boolean training, LayerWorkspaceMgr workspaces) {
        float[] biases = new float[(int) layerConf().getNOut()];
        if (hasBias()) {
            HeapCopies.read(getParamWithNoise(ConvolutionParamInitializer.BIAS_KEY, training, workspaces), biases);
        }
        return biases;
    }

    private boolean isRectified() {
        return layerConf().getActivationFn().equals(new ActivationReLU());
    }

    /** Views {@code [filters, channels, height, width]} in C order as a matrix with a row for each filter. */
    private static INDArray matrix(INDArray filters) {
        return filters.reshape('c', filters.size(0), filters.length() / filters.size(0));
    }

    private static void zeroWhereNotPositive(float[] outputs, float[] gradient) {
        for (int i = 0; i < gradient.length; i++) {
            // Signs are as good as random: as a choice between values this takes four times as long.
            int mask = -Float.floatToRawIntBits(outputs[i]) >> 31;
            gradient[i] = Float.intBitsToFloat(Float.floatToRawIntBits(gradient[i]) & mask);
        }
    }
}
