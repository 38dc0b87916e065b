package dev.tributary.client.dl4j;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.tributary.schemas.FederationException;
import dev.tributary.schemas.globalmodel.ModelDefinition;
import org.deeplearning4j.nn.conf.ComputationGraphConfiguration;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.graph.MergeVertex;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.conf.layers.OutputLayer;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.junit.jupiter.api.Test;
import org.nd4j.linalg.learning.config.Adam;
import org.nd4j.linalg.learning.config.IUpdater;
import org.nd4j.linalg.learning.config.Sgd;

/** What no client could train is refused before it is published. */
class InitialModelTest {

    @Test
    void shouldTakeControlVariatesWhenTheOptimiserIsPlainSgd() {
        InitialModel model = Dl4jModels.from(linear(new Sgd(0.1))).withControlVariates();

        assertThat(model.requireTrainable()).isSameAs(model);
    }

    @Test
    void shouldRefuseControlVariatesWhenTheOptimiserIsAdam() {
        InitialModel adam = Dl4jModels.from(linear(new Adam(0.1)));
        assertThat(adam.requireTrainable()).isSameAs(adam);

        assertThatExceptionOfType(FederationException.class)
                .isThrownBy(() -> adam.withControlVariates().requireTrainable())
                .withMessageStartingWith("optimiser of a model with control variates must be plain SGD");
    }

    @Test
    void shouldRefuseAGraphOfTwoInputs() {
        ComputationGraphConfiguration two = new NeuralNetConfiguration.Builder()
                .updater(new Sgd(0.1))
                .graphBuilder()
                .addInputs("left", "right")
                .setInputTypes(InputType.feedForward(2), InputType.feedForward(2))
                .addVertex("both", new MergeVertex(), "left", "right")
                .addLayer("out", new OutputLayer.Builder().nOut(2).build(), "both")
                .setOutputs("out")
                .build();
        ComputationGraph graph = new ComputationGraph(two);
        graph.init();

        assertThatExceptionOfType(FederationException.class)
                .isThrownBy(() -> Dl4jModels.from(graph).requireTrainable())
                .withMessage("graph must have 1 input and 1 output, had 2 and 1");
    }

    @Test
    void shouldRefuseADefinitionThatItsLayoutDoesNotFit() {
        InitialModel whole = Dl4jModels.from(linear(new Sgd(0.1)));
        String wider =
                linear(new Sgd(0.1)).getLayerWiseConfigurations().toJson().replace("\"nin\" : 3", "\"nin\" : 4");

        InitialModel mixed = new InitialModel(
                new ModelDefinition(whole.definition().format(), wider), whole.layout(), whole.parameters());

        assertThatExceptionOfType(FederationException.class).isThrownBy(mixed::requireTrainable);
    }

    private static MultiLayerNetwork linear(IUpdater updater) {
        MultiLayerNetwork network = new MultiLayerNetwork(new NeuralNetConfiguration.Builder()
                .updater(updater)
                .list()
                .layer(new OutputLayer.Builder().nIn(3).nOut(2).build())
                .build());
        network.init();
        return network;
    }
}
