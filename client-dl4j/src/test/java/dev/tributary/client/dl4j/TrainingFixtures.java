package dev.tributary.client.dl4j;

import dev.tributary.client.data.LabelledImages;
import dev.tributary.schemas.avro.Provenance;
import dev.tributary.schemas.globalmodel.GlobalModel;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.random.RandomGenerator;
import org.deeplearning4j.datasets.iterator.utilty.ListDataSetIterator;
import org.deeplearning4j.nn.conf.MultiLayerConfiguration;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.conf.layers.DenseLayer;
import org.deeplearning4j.nn.conf.layers.OutputLayer;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.dataset.DataSet;
import org.nd4j.linalg.dataset.api.iterator.DataSetIterator;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.learning.config.IUpdater;
import org.nd4j.linalg.lossfunctions.LossFunctions.LossFunction;

/** Small networks and data for tests of local training. */
public final class TrainingFixtures {

    /** Examples of {@link #separable}. */
    public static final int EXAMPLE_COUNT = 24;

    private TrainingFixtures() {}

    /** Two classes of points in the plane, told apart by the sign of their first coordinate. */
    public static DataSetIterator separable(int batchSize) {
        SplittableRandom random = new SplittableRandom(5);
        float[] points = new float[2 * EXAMPLE_COUNT];
        float[] labels = new float[2 * EXAMPLE_COUNT];
        for (int i = 0; i < EXAMPLE_COUNT; i++) {
            int label = i % 2;
            points[2 * i] = (float) ((2 * label - 1) * random.nextDouble(0.5, 1));
            points[2 * i + 1] = (float) random.nextDouble(-1, 1);
            labels[2 * i + label] = 1;
        }
        DataSet all = new DataSet(matrix(points), matrix(labels));
        return new ListDataSetIterator<>(all.asList(), batchSize);
    }

    /** A network of 2, 3 and 2 units with 17 parameters. */
    public static MultiLayerNetwork tinyNetwork(IUpdater updater) {
        MultiLayerConfiguration configuration = configuration(updater)
                .list()
                .layer(new DenseLayer.Builder()
                        .nOut(3)
                        .activation(Activation.TANH)
                        .build())
                .layer(output())
                .setInputType(InputType.feedForward(2))
                .build();
        MultiLayerNetwork network = new MultiLayerNetwork(configuration);
        network.init();
        return network;
    }

    /** The same as {@link #tinyNetwork}, as a graph. */
    public static ComputationGraph tinyGraph(IUpdater updater) {
        ComputationGraph graph = new ComputationGraph(configuration(updater)
                .graphBuilder()
                .addInputs("in")
                .addLayer(
                        "hidden",
                        new DenseLayer.Builder()
                                .nOut(3)
                                .activation(Activation.TANH)
                                .build(),
                        "in")
                .addLayer("out", output(), "hidden")
                .setOutputs("out")
                .setInputTypes(InputType.feedForward(2))
                .build());
        graph.init();
        return graph;
    }

    /** A received version of a model. */
    public static GlobalModel version(long version, InitialModel model, float[] parameters) {
        Provenance provenance = Provenance.newBuilder()
                .setBaseVersion(version - 1)
                .setStrategy("test")
                .setSettings(Map.of())
                .setUpdateCount(0)
                .setExampleCount(0)
                .setCodeVersion("test")
                .setCreatedAtMs(0)
                .build();
        return new GlobalModel(version, model.definition(), model.layout(), parameters, provenance);
    }

    /** Images of 28 × 28 pixels whose bright column tells the class. */
    public static LabelledImages stripes(int count, long seed) {
        RandomGenerator random = new SplittableRandom(seed);
        byte[] pixels = new byte[count * 784];
        byte[] labels = new byte[count];
        for (int i = 0; i < count; i++) {
            labels[i] = (byte) random.nextInt(10);
            for (int pixel = 0; pixel < 784; pixel++) {
                boolean bright = pixel % 28 / 2 == labels[i] + 2;
                pixels[i * 784 + pixel] = (byte) (random.nextInt(60) + (bright ? 150 : 0));
            }
        }
        return new LabelledImages(28, 28, 10, pixels, labels);
    }

    private static NeuralNetConfiguration.Builder configuration(IUpdater updater) {
        return new NeuralNetConfiguration.Builder().seed(3).updater(updater);
    }

    private static OutputLayer output() {
        return new OutputLayer.Builder(LossFunction.MCXENT)
                .nOut(2)
                .activation(Activation.SOFTMAX)
                .build();
    }

    private static INDArray matrix(float[] values) {
        return Nd4j.create(values, new long[] {values.length / 2, 2}, 'c');
    }
}
