package dev.tributary.client.dl4j;

import static dev.tributary.client.dl4j.SoftmaxRegression.norm;
import static dev.tributary.client.dl4j.SoftmaxRegression.plus;
import static dev.tributary.client.dl4j.SoftmaxRegression.times;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.offset;

import dev.tributary.client.dl4j.SoftmaxRegression.Optimiser;
import java.util.List;
import java.util.function.UnaryOperator;
import java.util.stream.DoubleStream;
import java.util.stream.Stream;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.conf.layers.BatchNormalization;
import org.deeplearning4j.nn.conf.layers.OutputLayer;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.learning.config.AMSGrad;
import org.nd4j.linalg.learning.config.AdaDelta;
import org.nd4j.linalg.learning.config.Adam;
import org.nd4j.linalg.learning.config.IUpdater;
import org.nd4j.linalg.learning.config.Nesterovs;
import org.nd4j.linalg.learning.config.RmsProp;
import org.nd4j.linalg.learning.config.Sgd;
import org.nd4j.linalg.lossfunctions.LossFunctions.LossFunction;
import org.nd4j.linalg.schedule.ExponentialSchedule;
import org.nd4j.linalg.schedule.ScheduleType;

/** What is done to gradients and rates, against softmax regression computed in plain Java. */
class LocalStepsTest {

    private static final double RATE = 0.5;
    private static final double MU = 0.7;
    private static final int BATCH = 5;

    static Stream<Arguments> optimisers() {
        return Stream.of(
                Arguments.of("plain SGD", new Sgd(RATE), (Optimiser) (w, g, k) -> times(RATE, g)),
                Arguments.of("Adam", new Adam(0.05), SoftmaxRegression.adam(0.05)),
                Arguments.of("momentum", new Nesterovs(0.1, 0.9), SoftmaxRegression.nesterov(0.1, 0.9)));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("optimisers")
    void shouldAddProximalTermToTheGradientWhenOptimiserIs(String name, IUpdater updater, Optimiser optimiser) {
        InitialModel model = regression(updater);
        double[] anchor = SoftmaxRegression.doubles(model.parameters());

        double[] expected = reference(model, (w, g, k) -> optimiser.step(w, plus(g, MU, plus(w, -1, anchor)), k));

        assertTrained(model, trainer().proximalMu(MU), 0, expected);
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("optimisers")
    void shouldShortenTheWholeGradientWhenItIsLongAndOptimiserIs(String name, IUpdater updater, Optimiser optimiser) {
        InitialModel model = regression(updater);
        double clipNorm = 0.2;

        double[] expected =
                reference(model, (w, g, k) -> optimiser.step(w, times(Math.min(1, clipNorm / norm(g)), g), k));

        assertTrained(model, trainer().gradientClipNorm(clipNorm), 0, expected);
    }

    @Test
    void shouldLeaveTheProximalTermWholeWhenTheGradientIsShortened() {
        InitialModel model = regression(new Sgd(RATE));
        double[] anchor = SoftmaxRegression.doubles(model.parameters());

        double[] expected = reference(
                model, (w, g, k) -> times(RATE, plus(times(Math.min(1, 0.1 / norm(g)), g), MU, plus(w, -1, anchor))));

        assertTrained(model, trainer().gradientClipNorm(0.1).proximalMu(MU), 0, expected);
    }

    @Test
    void shouldTakeGradientsAsTheyAreWhenTheyAreShort() {
        InitialModel model = regression(new Sgd(RATE));

        assertThat(delta(model, trainer().gradientClipNorm(100), 0)).isEqualTo(delta(model, trainer(), 0));
    }

    @Test
    void shouldStayNearerToTheReceivedParametersWhenMuIsGreater() {
        InitialModel model = regression(new Sgd(0.1));

        double[] distances = DoubleStream.of(0, 0.1, 1, 10)
                .map(mu -> norm(SoftmaxRegression.doubles(
                        delta(model, trainer().epochs(20).proximalMu(mu), 0))))
                .toArray();

        for (int i = 1; i < distances.length; i++) {
            assertThat(distances[i]).isLessThan(0.95 * distances[i - 1]).isPositive();
        }
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("optimisers")
    void shouldLowerRateStepByStepWhenLocalDecayIsGivenAndOptimiserIs(
            String name, IUpdater updater, Optimiser optimiser) {
        // Momentum and Adam multiply by the rate of the step at hand; only momentum's velocity remembers older ones.
        InitialModel model = regression(updater);
        Optimiser slower = updater instanceof Nesterovs
                ? decayingNesterov(0.1, 0.9, 0.5)
                : (w, g, k) -> times(Math.pow(0.5, k / 2), optimiser.step(w, g, k));

        assertTrained(model, trainer().localRateDecay(0.5, 2), 0, reference(model, slower));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("optimisers")
    void shouldLowerRateFromVersionToVersionWhenDecayIsGivenAndOptimiserIs(
            String name, IUpdater updater, Optimiser optimiser) {
        InitialModel model = regression(updater);

        double[] expected = reference(model, (w, g, k) -> times(0.81, optimiser.step(w, g, k)));

        for (long version = 20; version < 30; version++) {
            assertTrained(model, trainer().learningRateDecay(0.9, 10), version, expected);
        }
    }

    @Test
    void shouldMultiplyScheduleOfTheDefinitionWhenDecayIsGiven() {
        InitialModel model = regression(new Sgd(new ExponentialSchedule(ScheduleType.ITERATION, RATE, 0.8)));

        double[] expected = reference(model, (w, g, k) -> times(RATE * Math.pow(0.8 * 0.9, k), g));

        assertTrained(model, trainer().localRateDecay(0.9, 1), 0, expected);
    }

    @Test
    void shouldLowerTheGivenRateWhenRateAndDecayAreGiven() {
        InitialModel model = regression(new Sgd(RATE));

        double[] expected = reference(model, (w, g, k) -> times(0.25 * Math.pow(0.9, k), g));

        assertTrained(model, trainer().learningRate(0.25).localRateDecay(0.9, 1), 0, expected);
    }

    @Test
    void shouldStayNearerWithEveryOptimiserWhenMuIsGreat() {
        for (IUpdater updater : List.of(new RmsProp(0.01), new AMSGrad(0.01), new AdaDelta())) {
            InitialModel model = regression(updater);
            double free = norm(SoftmaxRegression.doubles(delta(model, trainer().epochs(20), 0)));
            double held = norm(
                    SoftmaxRegression.doubles(delta(model, trainer().epochs(20).proximalMu(5), 0)));

            assertThat(held).as(updater.getClass().getSimpleName()).isLessThan(0.7 * free);
        }
    }

    @Test
    void shouldTrainGraphLikeNetworkWhenAllTermsAreGiven() {
        UnaryOperator<Dl4jTrainerBuilder> terms = builder -> builder.proximalMu(MU)
                .gradientClipNorm(0.3)
                .localRateDecay(0.9, 1)
                .epochs(2);
        for (IUpdater updater : List.of(new Sgd(RATE), new Adam(0.05))) {
            InitialModel network = Dl4jModels.from(TrainingFixtures.tinyNetwork(updater));
            InitialModel graph = Dl4jModels.from(TrainingFixtures.tinyGraph(updater));

            assertThat(delta(graph, terms.apply(trainer()), 0))
                    .as(updater.getClass().getSimpleName())
                    .isEqualTo(delta(network, terms.apply(trainer()), 0));
        }
    }

    @Test
    void shouldLeaveRunningMeansAloneWhenGradientsAreCorrected() {
        InitialModel model = Dl4jModels.from(normalised());
        float[] free = delta(model, trainer(), 0);
        float[] held = delta(model, trainer().proximalMu(1).gradientClipNorm(1e-3), 0);

        // gamma and beta of two inputs come first, then mean and variance, then the output layer.
        for (int i = 4; i < 8; i++) {
            assertThat(held[i]).as("parameter %s", i).isEqualTo(free[i]).isNotZero();
        }
        assertThat(Math.abs(held[8])).isLessThan(Math.abs(free[8]) / 2);
    }

    @Test
    void shouldRefuseSettingsWhenOutOfBounds() {
        Dl4jTrainerBuilder builder = trainer();

        assertThatThrownBy(() -> builder.proximalMu(-1))
                .hasMessage("proximal mu must be 0 or more and finite, was -1.0");
        assertThatThrownBy(() -> builder.gradientClipNorm(0))
                .hasMessage("gradient clip norm must be above 0 and finite, was 0.0");
        assertThatThrownBy(() -> builder.learningRateDecay(1.5, 1))
                .hasMessage("learning rate decay must be above 0 and at most 1, was 1.5");
        assertThatThrownBy(() -> builder.localRateDecay(0.5, 0))
                .hasMessage("interval of learning rate decay must be at least 1, was 0");
        assertThatThrownBy(() -> builder.participationFraction(0))
                .hasMessage("participation fraction must be above 0 and at most 1, was 0.0");
    }

    private static Dl4jTrainerBuilder trainer() {
        return Dl4jTrainer.on(TrainingFixtures.separable(BATCH)).keepOrder();
    }

    private static float[] delta(InitialModel model, Dl4jTrainerBuilder builder, long version) {
        return builder.build()
                .train(TrainingFixtures.version(version, model, model.parameters()))
                .delta();
    }

    private static double[] reference(InitialModel model, Optimiser optimiser) {
        return SoftmaxRegression.train(model.parameters(), TrainingFixtures.separable(BATCH), optimiser);
    }

    private static void assertTrained(InitialModel model, Dl4jTrainerBuilder builder, long version, double[] expected) {
        float[] delta = delta(model, builder, version);
        for (int i = 0; i < expected.length; i++) {
            assertThat((double) model.parameters()[i] + delta[i])
                    .as("parameter %s", i)
                    .isCloseTo(expected[i], offset(2e-6));
        }
    }

    /** Nesterov's momentum with a rate that falls every second step. */
    private static Optimiser decayingNesterov(double rate, double momentum, double factor) {
        double[] velocity = new double[SoftmaxRegression.PARAMETERS];
        return (w, g, k) -> {
            double[] change = new double[velocity.length];
            for (int i = 0; i < change.length; i++) {
                double before = velocity[i];
                velocity[i] = momentum * before - rate * Math.pow(factor, k / 2) * g[i];
                change[i] = momentum * before - (1 + momentum) * velocity[i];
            }
            return change;
        };
    }

    private static InitialModel regression(IUpdater updater) {
        return Dl4jModels.from(network(new NeuralNetConfiguration.Builder()
                .seed(3)
                .updater(updater.clone())
                .list()));
    }

    private static MultiLayerNetwork normalised() {
        return network(new NeuralNetConfiguration.Builder()
                .seed(3)
                .updater(new Sgd(RATE))
                .list()
                .layer(new BatchNormalization()));
    }

    private static MultiLayerNetwork network(NeuralNetConfiguration.ListBuilder layers) {
        MultiLayerNetwork network = new MultiLayerNetwork(layers.layer(new OutputLayer.Builder(LossFunction.MCXENT)
                        .nOut(2)
                        .activation(Activation.SOFTMAX)
                        .build())
                .setInputType(InputType.feedForward(2))
                .build());
        network.init();
        return network;
    }
}
