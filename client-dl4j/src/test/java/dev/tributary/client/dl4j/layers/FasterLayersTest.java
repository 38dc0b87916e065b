package dev.tributary.client.dl4j.layers;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.offset;

import java.util.Arrays;
import java.util.stream.Stream;
import org.deeplearning4j.nn.conf.CNN2DFormat;
import org.deeplearning4j.nn.conf.ConvolutionMode;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.conf.layers.ConvolutionLayer;
import org.deeplearning4j.nn.conf.layers.DenseLayer;
import org.deeplearning4j.nn.conf.layers.Layer;
import org.deeplearning4j.nn.conf.layers.OutputLayer;
import org.deeplearning4j.nn.conf.layers.PoolingType;
import org.deeplearning4j.nn.conf.layers.SubsamplingLayer;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.dataset.DataSet;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.learning.config.Sgd;
import org.nd4j.linalg.lossfunctions.LossFunctions.LossFunction;

/** DL4J's own layers are the reference: same outputs, same gradients, same trained parameters, up to rounding. */
class FasterLayersTest {

    private static final int HEIGHT = 11;
    private static final int WIDTH = 9;

    static Stream<Arguments> variations() {
        return Stream.of(
                Arguments.of("no padding", new Layer[] {convolution(3, 5).build(), pooling(2, 2), dense()}),
                Arguments.of("same padding", new Layer[] {
                    convolution(5, 5).convolutionMode(ConvolutionMode.Same).build(), pooling(2, 2), dense()
                }),
                Arguments.of("two convolutions", new Layer[] {
                    convolution(3, 3).build(),
                    pooling(2, 2),
                    convolution(2, 3).convolutionMode(ConvolutionMode.Same).build(),
                    dense()
                }),
                Arguments.of("stride and padding", new Layer[] {
                    convolution(3, 3).stride(2, 2).padding(1, 2).build(),
                    convolution(2, 2).stride(1, 2).padding(1, 1).build(),
                    dense()
                }),
                Arguments.of("dilation", new Layer[] {
                    convolution(2, 2).build(), convolution(3, 2).dilation(2, 3).build(), dense()
                }),
                Arguments.of("no bias", new Layer[] {
                    convolution(3, 3).hasBias(false).build(),
                    convolution(3, 3).hasBias(false).build(),
                    dense()
                }),
                Arguments.of("other activations", new Layer[] {
                    convolution(3, 3).activation(Activation.TANH).build(),
                    convolution(3, 3).activation(Activation.LEAKYRELU).build(),
                    convolution(2, 2).activation(Activation.IDENTITY).build(),
                    new DenseLayer.Builder()
                            .nOut(6)
                            .activation(Activation.SIGMOID)
                            .build()
                }),
                Arguments.of("overlapping padded pooling", new Layer[] {
                    convolution(2, 2).build(),
                    new SubsamplingLayer.Builder(PoolingType.MAX)
                            .kernelSize(3, 2)
                            .stride(2, 1)
                            .padding(1, 1)
                            .build(),
                    dense()
                }),
                Arguments.of("same pooling", new Layer[] {
                    convolution(2, 2).build(),
                    new SubsamplingLayer.Builder(PoolingType.MAX)
                            .kernelSize(3, 3)
                            .stride(2, 2)
                            .convolutionMode(ConvolutionMode.Same)
                            .build(),
                    dense()
                }),
                Arguments.of("dropout", new Layer[] {
                    convolution(3, 3).build(),
                    convolution(3, 3).dropOut(0.7).build(),
                    new DenseLayer.Builder().nOut(6).dropOut(0.6).build(),
                    dense()
                }));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("variations")
    void shouldComputeAsDl4jDoesWhenNetworkHas(String variation, Layer[] layers) {
        MultiLayerNetwork expected = network(layers);
        MultiLayerNetwork actual = network(layers);
        FasterLayers.putInto(actual);
        assertThat(actual.getLayer(0)).isInstanceOf(FasterConvolution.class);

        assertSameOutput(expected, actual, 4);
        // The first, a smaller, and the first size again: what is kept between batches must not leak.
        for (int batchSize : new int[] {5, 2, 5}) {
            assertSameStep(expected, actual, batch(batchSize));
        }
        assertSameOutput(expected, actual, 7);
    }

    @Test
    void shouldComputeAsDl4jDoesWhenBatchNeedsSeveralPasses() {
        Layer[] layers = {convolution(3, 3).nOut(16).build(), convolution(5, 5).build(), dense()};
        MultiLayerNetwork expected = network(layers);
        MultiLayerNetwork actual = network(layers);
        FasterLayers.putInto(actual);
        int perImage = 16 * 5 * 5 * 5 * 3;
        int batchSize = 2 * PatchwiseConvolution.MAX_PATCH_FLOATS / perImage + 3;

        assertSameStep(expected, actual, batch(batchSize));
    }

    @Test
    void shouldComputeAsDl4jDoesWhenNetworkIsGraph() {
        ComputationGraph expected = graph();
        ComputationGraph actual = graph();
        FasterLayers.putInto(actual);
        DataSet batch = batch(6);

        expected.fit(batch);
        actual.fit(batch);

        assertThat(Arrays.stream(actual.getLayers()).map(Object::getClass).toList())
                .contains(FasterConvolution.class, FasterMaxPooling.class, FasterDense.class);
        assertClose(actual.params(), expected.params());
        assertClose(actual.outputSingle(batch.getFeatures()), expected.outputSingle(batch.getFeatures()));
    }

    @Test
    void shouldKeepDl4jsLayersWhenNotCovered() {
        MultiLayerNetwork network = network(
                convolution(3, 3).dataFormat(CNN2DFormat.NHWC).build(),
                new SubsamplingLayer.Builder(PoolingType.AVG)
                        .dataFormat(CNN2DFormat.NHWC)
                        .build(),
                new DenseLayer.Builder().nOut(4).activation(Activation.TANH).build());
        org.deeplearning4j.nn.api.Layer[] before = network.getLayers().clone();

        FasterLayers.putInto(network);

        assertThat(network.getLayers()).containsExactly(before);
    }

    private static void assertSameStep(MultiLayerNetwork expected, MultiLayerNetwork actual, DataSet batch) {
        Nd4j.getRandom().setSeed(11);
        expected.fit(batch);
        Nd4j.getRandom().setSeed(11);
        actual.fit(batch);

        assertThat(actual.score()).isCloseTo(expected.score(), offset(1e-5));
        assertClose(actual.getFlattenedGradients(), expected.getFlattenedGradients());
        assertClose(actual.params(), expected.params());
    }

    private static void assertSameOutput(MultiLayerNetwork expected, MultiLayerNetwork actual, int batchSize) {
        INDArray images = batch(batchSize).getFeatures();
        assertClose(actual.output(images), expected.output(images));
    }

    private static void assertClose(INDArray actual, INDArray expected) {
        double scale = Math.max(1e-3, expected.amaxNumber().doubleValue());
        assertThat(actual.sub(expected).amaxNumber().doubleValue())
                .as("greatest difference, where the greatest value is %s", scale)
                .isLessThan(2e-5 * scale);
    }

    private static DataSet batch(int size) {
        Nd4j.getRandom().setSeed(size);
        INDArray labels = Nd4j.zeros(DataType.FLOAT, size, 4);
        for (int i = 0; i < size; i++) {
            labels.putScalar(i, i % 4, 1);
        }
        return new DataSet(Nd4j.randn(DataType.FLOAT, size, 2, HEIGHT, WIDTH), labels);
    }

    private static MultiLayerNetwork network(Layer... layers) {
        NeuralNetConfiguration.ListBuilder list = configuration().list();
        for (Layer layer : layers) {
            list.layer(layer.clone());
        }
        MultiLayerNetwork network = new MultiLayerNetwork(list.layer(output())
                .setInputType(InputType.convolutional(HEIGHT, WIDTH, 2))
                .build());
        network.init();
        return network;
    }

    private static ComputationGraph graph() {
        ComputationGraph graph = new ComputationGraph(configuration()
                .graphBuilder()
                .addInputs("in")
                .addLayer("first", convolution(3, 3).build(), "in")
                .addLayer("pooled", pooling(2, 2), "first")
                .addLayer("second", convolution(2, 2).build(), "pooled")
                .addLayer("dense", dense(), "second")
                .addLayer("out", output(), "dense")
                .setOutputs("out")
                .setInputTypes(InputType.convolutional(HEIGHT, WIDTH, 2))
                .build());
        graph.init();
        return graph;
    }

    private static NeuralNetConfiguration.Builder configuration() {
        return new NeuralNetConfiguration.Builder()
                .seed(17)
                .updater(new Sgd(0.1))
                .activation(Activation.RELU)
                .biasInit(0.1);
    }

    private static ConvolutionLayer.Builder convolution(int height, int width) {
        return new ConvolutionLayer.Builder(height, width).nOut(5).stride(1, 1);
    }

    private static SubsamplingLayer pooling(int kernel, int stride) {
        return new SubsamplingLayer.Builder(PoolingType.MAX)
                .kernelSize(kernel, kernel)
                .stride(stride, stride)
                .build();
    }

    private static DenseLayer dense() {
        return new DenseLayer.Builder().nOut(8).build();
    }

    private static OutputLayer output() {
        return new OutputLayer.Builder(LossFunction.MCXENT)
                .nOut(4)
                .activation(Activation.SOFTMAX)
                .build();
    }
}
