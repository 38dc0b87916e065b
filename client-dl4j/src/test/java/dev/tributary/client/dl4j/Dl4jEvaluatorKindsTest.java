package dev.tributary.client.dl4j;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.offset;

import dev.tributary.schemas.FederationException;
import java.util.List;
import java.util.SplittableRandom;
import org.deeplearning4j.datasets.iterator.ExistingDataSetIterator;
import org.deeplearning4j.datasets.iterator.utilty.ListDataSetIterator;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.conf.layers.CenterLossOutputLayer;
import org.deeplearning4j.nn.conf.layers.LSTM;
import org.deeplearning4j.nn.conf.layers.Layer;
import org.deeplearning4j.nn.conf.layers.OutputLayer;
import org.deeplearning4j.nn.conf.layers.RnnOutputLayer;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.junit.jupiter.api.Test;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.dataset.DataSet;
import org.nd4j.linalg.dataset.api.iterator.DataSetIterator;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.learning.config.Sgd;
import org.nd4j.linalg.lossfunctions.LossFunctions.LossFunction;

/** Each kind of output that is accepted, against DL4J's own figures; the others are refused. */
class Dl4jEvaluatorKindsTest {

    private static final int SEQUENCES = 12;
    private static final int STEPS = 6;

    @Test
    void shouldMeasureAsDl4jDoesWhenHalfOfTheStepsAreMasked() {
        assertAsDl4j(sequenceNetwork(), sequences(true));
    }

    @Test
    void shouldMeasureAsDl4jDoesWhenNoStepIsMasked() {
        assertAsDl4j(sequenceNetwork(), sequences(false));
    }

    @Test
    void shouldMeasureAsDl4jDoesWhenAGraphHasMaskedSteps() {
        ComputationGraph graph = sequenceGraph();
        DataSet all = sequences(true);
        InitialModel model = Dl4jModels.from(graph);

        ModelQuality quality = Dl4jEvaluator.on(iterator(all)).evaluate(model.definition(), model.parameters());

        assertThat(quality.accuracy()).isEqualTo(graph.evaluate(iterator(all)).accuracy());
        assertThat(quality.loss()).isCloseTo(graph.score(all, false), offset(1e-5));
    }

    @Test
    void shouldMeasureAsDl4jDoesWhenTheOutputIsOneSigmoid() {
        MultiLayerNetwork network = network(
                InputType.feedForward(2),
                new OutputLayer.Builder(LossFunction.XENT)
                        .nOut(1)
                        .activation(Activation.SIGMOID)
                        .build());
        DataSet two = TrainingFixtures.separable(TrainingFixtures.EXAMPLE_COUNT).next();
        INDArray one = two.getLabels().getColumn(1).reshape(TrainingFixtures.EXAMPLE_COUNT, 1);

        assertAsDl4j(network, new DataSet(two.getFeatures(), one));
    }

    @Test
    void shouldRefuseWhenAccuracyMeansNothing() {
        MultiLayerNetwork regression = network(
                InputType.feedForward(2),
                new OutputLayer.Builder(LossFunction.MSE)
                        .nOut(2)
                        .activation(Activation.IDENTITY)
                        .build());
        MultiLayerNetwork severalLabels = network(
                InputType.feedForward(2),
                new OutputLayer.Builder(LossFunction.XENT)
                        .nOut(2)
                        .activation(Activation.SIGMOID)
                        .build());
        MultiLayerNetwork centres = network(
                InputType.feedForward(2),
                new CenterLossOutputLayer.Builder(LossFunction.MCXENT)
                        .nOut(2)
                        .activation(Activation.SOFTMAX)
                        .build());

        for (MultiLayerNetwork network : List.of(regression, severalLabels, centres)) {
            InitialModel model = Dl4jModels.from(network);
            assertThatExceptionOfType(FederationException.class)
                    .isThrownBy(() -> Dl4jEvaluator.on(TrainingFixtures.separable(24))
                            .evaluate(model.definition(), model.parameters()))
                    .withMessageStartingWith("last layer of a model that is evaluated must be an OutputLayer")
                    .withMessageContaining("LocalEvaluator");
        }
    }

    private static void assertAsDl4j(MultiLayerNetwork network, DataSet all) {
        InitialModel model = Dl4jModels.from(network);

        ModelQuality quality = Dl4jEvaluator.on(iterator(all)).evaluate(model.definition(), model.parameters());

        assertThat(quality.accuracy()).isEqualTo(network.evaluate(iterator(all)).accuracy());
        assertThat(quality.loss()).isCloseTo(network.score(all, false), offset(1e-5));
        assertThat(quality.exampleCount()).isEqualTo(all.numExamples());
    }

    /** Mini-batches of five, or one of all. */
    private static DataSetIterator iterator(DataSet all) {
        // DL4J's own ways of parting lose labels of one column.
        return all.getLabels().size(1) == 1
                ? new ExistingDataSetIterator(List.of(all))
                : new ListDataSetIterator<>(all.asList(), 5);
    }

    private static DataSet sequences(boolean isMasked) {
        SplittableRandom random = new SplittableRandom(3);
        INDArray features = Nd4j.zeros(DataType.FLOAT, SEQUENCES, 2, STEPS);
        INDArray labels = Nd4j.zeros(DataType.FLOAT, SEQUENCES, 3, STEPS);
        INDArray mask = Nd4j.zeros(DataType.FLOAT, SEQUENCES, STEPS);
        for (int i = 0; i < SEQUENCES; i++) {
            for (int step = 0; step < STEPS; step++) {
                features.putScalar(i, 0, step, random.nextDouble(-1, 1));
                features.putScalar(i, 1, step, random.nextDouble(-1, 1));
                boolean counts = step < 1 + i % STEPS;
                mask.putScalar(i, step, counts ? 1 : 0);
                // As DL4J's sequence iterators pad: no label where a step does not count.
                if (counts || !isMasked) {
                    labels.putScalar(i, random.nextInt(3), step, 1);
                }
            }
        }
        return isMasked ? new DataSet(features, labels, mask, mask.dup()) : new DataSet(features, labels);
    }

    private static MultiLayerNetwork sequenceNetwork() {
        MultiLayerNetwork network = new MultiLayerNetwork(new NeuralNetConfiguration.Builder()
                .seed(3)
                .updater(new Sgd(0.1))
                .list()
                .layer(new LSTM.Builder().nOut(4).build())
                .layer(sequenceOutput())
                .setInputType(InputType.recurrent(2))
                .build());
        network.init();
        return network;
    }

    private static ComputationGraph sequenceGraph() {
        ComputationGraph graph = new ComputationGraph(new NeuralNetConfiguration.Builder()
                .seed(3)
                .updater(new Sgd(0.1))
                .graphBuilder()
                .addInputs("in")
                .addLayer("lstm", new LSTM.Builder().nOut(4).build(), "in")
                .addLayer("out", sequenceOutput(), "lstm")
                .setOutputs("out")
                .setInputTypes(InputType.recurrent(2))
                .build());
        graph.init();
        return graph;
    }

    private static RnnOutputLayer sequenceOutput() {
        return new RnnOutputLayer.Builder(LossFunction.MCXENT)
                .nOut(3)
                .activation(Activation.SOFTMAX)
                .build();
    }

    private static MultiLayerNetwork network(InputType input, Layer output) {
        MultiLayerNetwork network = new MultiLayerNetwork(new NeuralNetConfiguration.Builder()
                .seed(3)
                .updater(new Sgd(0.1))
                .list()
                .layer(output)
                .setInputType(input)
                .build());
        network.init();
        return network;
    }
}
