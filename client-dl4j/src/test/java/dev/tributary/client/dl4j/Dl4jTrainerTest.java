package dev.tributary.client.dl4j;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.offset;

import dev.tributary.client.data.LabelledImages;
import dev.tributary.client.dl4j.network.Dl4jNetwork;
import dev.tributary.client.training.LocalUpdate;
import dev.tributary.schemas.FederationException;
import dev.tributary.schemas.globalmodel.GlobalModel;
import dev.tributary.schemas.globalmodel.ModelDefinition;
import java.util.List;
import org.deeplearning4j.datasets.iterator.utilty.ListDataSetIterator;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.junit.jupiter.api.Test;
import org.nd4j.linalg.dataset.DataSet;
import org.nd4j.linalg.dataset.api.iterator.DataSetIterator;
import org.nd4j.linalg.learning.config.Adam;
import org.nd4j.linalg.learning.config.Sgd;

class Dl4jTrainerTest {

    private static final InitialModel TINY = Dl4jModels.from(TrainingFixtures.tinyNetwork(new Sgd(0.5)));
    private static final InitialModel TINY_GRAPH = Dl4jModels.from(TrainingFixtures.tinyGraph(new Sgd(0.5)));

    @Test
    void shouldLowerLossWhenRoundsFollowEachOther() {
        Dl4jTrainer trainer =
                Dl4jTrainer.on(TrainingFixtures.separable(4)).keepOrder().build();
        double first = trainer.train(received(TINY)).metrics().get(LocalUpdate.LOSS);

        float[] parameters = TINY.parameters().clone();
        for (int version = 1; version <= 10; version++) {
            add(
                    trainer.train(TrainingFixtures.version(version, TINY, parameters))
                            .delta(),
                    parameters);
        }

        Dl4jEvaluator evaluator = Dl4jEvaluator.on(TrainingFixtures.separable(24));
        ModelQuality quality = evaluator.evaluate(TINY.definition(), parameters);
        assertThat(quality.loss()).isLessThan(first / 2);
        assertThat(quality.accuracy()).isEqualTo(1);
    }

    @Test
    void shouldGiveTrainedMinusReceivedWhenTrained() {
        MultiLayerNetwork reference = TrainingFixtures.tinyNetwork(new Adam(0.05));
        InitialModel received = Dl4jModels.from(reference);
        reference.fit(TrainingFixtures.separable(4));
        float[] trained = Dl4jNetwork.copyParameters(reference);

        LocalUpdate update = Dl4jTrainer.on(TrainingFixtures.separable(4))
                .keepOrder()
                .build()
                .train(received(received));

        assertThat(update.exampleCount()).isEqualTo(TrainingFixtures.EXAMPLE_COUNT);
        for (int i = 0; i < trained.length; i++) {
            assertThat(update.delta()[i]).as("parameter %s", i).isEqualTo(trained[i] - received.parameters()[i]);
        }
    }

    @Test
    void shouldTakeDl4jsStepsWhenOptimiserIsPlainSgd() {
        MultiLayerNetwork reference = TrainingFixtures.tinyNetwork(new Sgd(0.5));
        reference.fit(TrainingFixtures.separable(5));
        float[] trained = Dl4jNetwork.copyParameters(reference);

        float[] delta = Dl4jTrainer.on(TrainingFixtures.separable(5))
                .keepOrder()
                .build()
                .train(received(TINY))
                .delta();

        for (int i = 0; i < trained.length; i++) {
            assertThat(TINY.parameters()[i] + delta[i]).as("parameter %s", i).isCloseTo(trained[i], offset(1e-6f));
        }
    }

    @Test
    void shouldRefuseExamplesWhenTheirShapeIsAnother() {
        GlobalModel images = received(BuiltInArchitecture.SMALL_CNN.initialModel(1));
        Dl4jTrainer trainer =
                Dl4jTrainer.on(TrainingFixtures.separable(4)).keepOrder().build();

        assertThatThrownBy(() -> trainer.train(images))
                .isInstanceOf(FederationException.class)
                .hasMessageStartingWith("examples must be of the shape that the model takes: ");
    }

    @Test
    void shouldTrainGraphLikeNetworkWhenBothAreTheSame() {
        LocalUpdate network = Dl4jTrainer.on(TrainingFixtures.separable(4))
                .keepOrder()
                .epochs(2)
                .build()
                .train(received(TINY));
        LocalUpdate graph = Dl4jTrainer.on(TrainingFixtures.separable(4))
                .keepOrder()
                .epochs(2)
                .build()
                .train(received(TINY_GRAPH));

        assertThat(graph.delta()).isEqualTo(network.delta());
        assertThat(graph.metrics()).isEqualTo(network.metrics());
    }

    @Test
    void shouldLeaveReceivedParametersAloneWhenTraining() {
        float[] parameters = TINY.parameters().clone();
        Dl4jTrainer.on(TrainingFixtures.separable(4))
                .keepOrder()
                .build()
                .train(TrainingFixtures.version(0, TINY, parameters));

        assertThat(parameters).isEqualTo(TINY.parameters());
    }

    @Test
    void shouldGiveSameBitsWhenSeedDataAndModelAreTheSame() {
        LabelledImages images = TrainingFixtures.stripes(60, 1);
        GlobalModel model = received(BuiltInArchitecture.SMALL_CNN.initialModel(1));

        LocalUpdate first = Dl4jTrainer.on(images, 10).seed(7).build().train(model);
        LocalUpdate second = Dl4jTrainer.on(images, 10).seed(7).build().train(model);
        LocalUpdate otherSeed = Dl4jTrainer.on(images, 10).seed(8).build().train(model);

        assertThat(second.delta()).isEqualTo(first.delta());
        assertThat(otherSeed.delta()).isNotEqualTo(first.delta());
    }

    @Test
    void shouldTakeAnotherOrderWhenVersionIsAnother() {
        Dl4jTrainer trainer =
                Dl4jTrainer.on(TrainingFixtures.stripes(60, 1), 10).build();
        InitialModel model = BuiltInArchitecture.MLP.initialModel(1);

        float[] first = trainer.train(received(model)).delta();
        float[] second = trainer.train(TrainingFixtures.version(1, model, model.parameters()))
                .delta();

        assertThat(second).isNotEqualTo(first);
    }

    @Test
    void shouldForgetOptimiserStateWhenNextRoundBegins() {
        InitialModel adam = Dl4jModels.from(TrainingFixtures.tinyNetwork(new Adam(0.05)));
        Dl4jTrainer trainer =
                Dl4jTrainer.on(TrainingFixtures.separable(4)).keepOrder().build();

        LocalUpdate first = trainer.train(received(adam));
        LocalUpdate again = trainer.train(received(adam));

        assertThat(again.delta()).isEqualTo(first.delta());
    }

    @Test
    void shouldScaleStepWhenLearningRateIsOverridden() {
        LocalUpdate defined =
                oneStep(Dl4jTrainer.on(TrainingFixtures.separable(24)).keepOrder());
        LocalUpdate halved = oneStep(
                Dl4jTrainer.on(TrainingFixtures.separable(24)).keepOrder().learningRate(0.25));

        for (int i = 0; i < defined.delta().length; i++) {
            assertThat((double) halved.delta()[i]).isCloseTo(defined.delta()[i] / 2.0, offset(1e-7));
        }
    }

    @Test
    void shouldCountExamplesOnceWhenThereAreSeveralEpochsAndAPartialBatch() {
        LabelledImages images = TrainingFixtures.stripes(23, 1);
        InitialModel model = BuiltInArchitecture.MLP.initialModel(1);

        LocalUpdate update = Dl4jTrainer.on(images, 10).epochs(3).build().train(received(model));

        assertThat(update.exampleCount()).isEqualTo(23);
        assertThat(update.metrics().get(LocalUpdate.LOSS)).isPositive().isFinite();
    }

    @Test
    void shouldFollowDefinitionWhenModelsAlternate() {
        Dl4jTrainer trainer =
                Dl4jTrainer.on(TrainingFixtures.separable(4)).keepOrder().build();

        float[] network = trainer.train(received(TINY)).delta();
        float[] graph = trainer.train(received(TINY_GRAPH)).delta();

        assertThat(graph).isEqualTo(network);
    }

    @Test
    void shouldRefuseModelWhenDefinitionNeedsOtherParameters() {
        InitialModel mlp = BuiltInArchitecture.MLP.initialModel(1);
        GlobalModel mixed = new GlobalModel(
                0,
                TINY.definition(),
                mlp.layout(),
                mlp.parameters(),
                received(mlp).provenance());
        Dl4jTrainer trainer =
                Dl4jTrainer.on(TrainingFixtures.separable(4)).keepOrder().build();

        assertThatThrownBy(() -> trainer.train(mixed))
                .isInstanceOf(FederationException.class)
                .hasMessage(
                        "tensor 0_W of the model must be [2, 3] in order F as its definition says, was [784, 200] in order"
                                + " F");
    }

    @Test
    void shouldRefuseModelWhenDefinitionIsNotDl4js() {
        assertThatThrownBy(() -> Dl4jNetwork.build(new ModelDefinition("onnx", "")))
                .isInstanceOf(FederationException.class)
                .hasMessage("model definition's format must be dl4j-multilayer-json or dl4j-computation-graph-json"
                        + " to be run by DL4J, was onnx");
        assertThatThrownBy(() -> Dl4jNetwork.build(new ModelDefinition("dl4j-multilayer-json", "{\"confs\":")))
                .isInstanceOf(FederationException.class)
                .hasMessageStartingWith("model definition must be one that this release of DL4J runs: ");
    }

    @Test
    void shouldRefuseSettingsWhenOutOfBounds() {
        Dl4jTrainerBuilder builder =
                Dl4jTrainer.on(TrainingFixtures.separable(4)).keepOrder();

        assertThatThrownBy(() -> builder.epochs(0)).hasMessage("local epochs must be at least 1, was 0");
        assertThatThrownBy(() -> builder.learningRate(0))
                .hasMessage("learning rate must be above 0 and finite, was 0.0");
        assertThatThrownBy(() -> builder.learningRate(Double.NaN)).isInstanceOf(FederationException.class);
        assertThatThrownBy(() -> Dl4jTrainer.on(TrainingFixtures.stripes(1, 1), 0))
                .hasMessage("batch size must be at least 1, was 0");
        assertThatThrownBy(() -> Dl4jTrainer.on(TrainingFixtures.stripes(0, 1), 10))
                .hasMessage("examples of a client must be at least 1, were 0");
    }

    @Test
    void shouldRefuseToTrainWhenIteratorIsEmpty() {
        DataSetIterator empty = new ListDataSetIterator<>(List.<DataSet>of(), 4);
        Dl4jTrainer trainer = Dl4jTrainer.on(empty).build();

        assertThatThrownBy(() -> trainer.train(received(TINY)))
                .isInstanceOf(FederationException.class)
                .hasMessageStartingWith("examples of a client must be at least 1 in every epoch, were 0");
    }

    private static GlobalModel received(InitialModel model) {
        return TrainingFixtures.version(0, model, model.parameters());
    }

    private static LocalUpdate oneStep(Dl4jTrainerBuilder builder) {
        return builder.build().train(received(TINY));
    }

    private static void add(float[] delta, float[] parameters) {
        for (int i = 0; i < parameters.length; i++) {
            parameters[i] += delta[i];
        }
    }
}
