package dev.tributary.client.dl4j.network;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.function.Consumer;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.deeplearning4j.nn.conf.GradientNormalization;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.constraint.MaxNormConstraint;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.conf.layers.BatchNormalization;
import org.deeplearning4j.nn.conf.layers.DenseLayer;
import org.deeplearning4j.nn.conf.layers.Layer;
import org.deeplearning4j.nn.conf.layers.OutputLayer;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.nd4j.linalg.learning.config.Nesterovs;
import org.nd4j.linalg.learning.config.Sgd;
import org.nd4j.linalg.schedule.ExponentialSchedule;
import org.nd4j.linalg.schedule.ScheduleType;

class PlainSgdTest {

    static Stream<Arguments> furtherDemands() {
        return Stream.of(
                demand("momentum", c -> c.updater(new Nesterovs(0.1, 0.9))),
                demand("a schedule", c -> c.updater(new Sgd(new ExponentialSchedule(ScheduleType.EPOCH, 0.1, 0.9)))),
                demand("another rate for biases", c -> c.biasUpdater(new Sgd(0.2))),
                demand("weight decay", c -> c.weightDecay(1e-4)),
                demand("L2 regularisation", c -> c.l2(1e-4)),
                demand("a constraint", c -> c.constrainWeights(new MaxNormConstraint(1, 1))),
                demand("gradients that are not averaged", c -> c.miniBatch(false)),
                demand("clipping", c -> c.gradientNormalization(GradientNormalization.ClipL2PerLayer)
                        .gradientNormalizationThreshold(1)));
    }

    @Test
    void shouldFindRateWhenNothingElseIsAskedFor() {
        assertThat(PlainSgd.learningRate(layers(c -> c))).hasValue(0.1);
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("furtherDemands")
    void shouldLeaveStepToDl4jWhenNetworkAsksFor(String demand, UnaryOperator<NeuralNetConfiguration.Builder> change) {
        assertThat(PlainSgd.learningRate(layers(change))).isEmpty();
    }

    @Test
    void shouldLeaveStepToDl4jWhenALayerUpdatesItself() {
        assertThat(PlainSgd.learningRate(layers(c -> c, new BatchNormalization())))
                .isEmpty();
    }

    private static Arguments demand(String name, Consumer<NeuralNetConfiguration.Builder> change) {
        UnaryOperator<NeuralNetConfiguration.Builder> changed = configuration -> {
            change.accept(configuration);
            return configuration;
        };
        return Arguments.of(name, changed);
    }

    private static org.deeplearning4j.nn.api.Layer[] layers(
            UnaryOperator<NeuralNetConfiguration.Builder> change, Layer... further) {
        NeuralNetConfiguration.Builder plain =
                new NeuralNetConfiguration.Builder().updater(new Sgd(0.1)).biasUpdater(new Sgd(0.1));
        NeuralNetConfiguration.ListBuilder list = change.apply(plain)
                .list()
                .layer(new DenseLayer.Builder().nOut(3).build());
        for (Layer layer : further) {
            list.layer(layer);
        }
        MultiLayerNetwork network = new MultiLayerNetwork(
                list.layer(new OutputLayer.Builder().nOut(2).build())
                        .setInputType(InputType.feedForward(2))
                        .build());
        network.init();
        return network.getLayers();
    }
}
