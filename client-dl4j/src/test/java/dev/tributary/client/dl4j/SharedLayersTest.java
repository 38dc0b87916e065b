package dev.tributary.client.dl4j;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.tributary.schemas.FederationException;
import dev.tributary.schemas.globalmodel.GlobalModel;
import dev.tributary.schemas.layout.TensorLayout;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.nd4j.linalg.learning.config.Sgd;

/** Layers that stay on the client: the tiny network shares its hidden layer of 9 parameters and keeps 8. */
class SharedLayersTest {

    private static final InitialModel WHOLE = Dl4jModels.from(TrainingFixtures.tinyNetwork(new Sgd(0.5)));
    private static final InitialModel SHARED = WHOLE.sharing(List.of("0"));

    @TempDir
    private Path directory;

    @Test
    void shouldNameOnlySharedTensorsWhenLayersAreChosen() {
        InitialModel graph = Dl4jModels.from(TrainingFixtures.tinyGraph(new Sgd(0.5)));

        assertThat(names(SHARED)).containsExactly("0_W", "0_b");
        assertThat(SHARED.parameters()).isEqualTo(Arrays.copyOf(WHOLE.parameters(), 9));
        assertThat(SHARED.definition()).isEqualTo(WHOLE.definition());
        assertThat(names(graph.sharing(List.of("out")))).containsExactly("out_W", "out_b");
        assertThat(WHOLE.sharing(List.of("1", "0")).layout()).isEqualTo(WHOLE.layout());
        assertThat(names(SHARED.withControlVariates())).containsExactly("0_W", "0_b", "control/0_W", "control/0_b");
    }

    @Test
    void shouldSayWhichLayersThereAreWhenALayerIsUnknown() {
        assertThatThrownBy(() -> WHOLE.sharing(List.of("0", "2")))
                .isInstanceOf(FederationException.class)
                .hasMessage("shared layers must be layers with parameters, one or more of 0,1, was '2'");
    }

    @Test
    void shouldTrainTheWholeNetworkWhenOnlyOneLayerTravels() {
        // The definition's seed gives local layers the values that they have in the whole model.
        float[] whole = trainer().build().train(version(0, WHOLE)).delta();

        float[] shared = trainer().build().train(version(0, SHARED)).delta();

        assertThat(shared).isEqualTo(Arrays.copyOf(whole, 9));
    }

    @Test
    void shouldGoOnWithItsOwnLayersWhenTheNextRoundBegins() {
        Dl4jTrainer federated = trainer().build();
        Dl4jTrainer alone = trainer().build();
        float[] shared = SHARED.parameters().clone();
        float[] whole = WHOLE.parameters().clone();
        for (int round = 0; round < 4; round++) {
            add(round(federated, version(round, SHARED, shared)), shared);
            add(round(alone, version(round, WHOLE, whole)), whole);
        }

        // With one client alone, a model in two places is trained like one in one place, but for rounding.
        for (int i = 0; i < shared.length; i++) {
            assertThat(shared[i]).as("parameter %s", i).isCloseTo(whole[i], within(1e-5f));
        }
    }

    @Test
    void shouldGoOnWithItsOwnLayersWhenRestarted() {
        Dl4jTrainer onlyOne = trainer().build();
        round(onlyOne, version(0, SHARED));
        float[] uninterrupted = round(onlyOne, version(1, SHARED));

        round(trainer().state(PersonalState.in(directory)).build(), version(0, SHARED));
        float[] restarted = round(trainer().state(PersonalState.in(directory)).build(), version(1, SHARED));

        assertThat(restarted).isEqualTo(uninterrupted);
        assertThat(round(trainer().build(), version(1, SHARED))).isNotEqualTo(uninterrupted);
        assertThat(directory.resolve("personal-state")).hasSize(40 + 32 + 2 * 17 * 4);
    }

    @Test
    void shouldRefuseStateWhenItIsOfAnotherModel() {
        round(trainer().state(PersonalState.in(directory)).build(), version(0, SHARED));
        InitialModel other = WHOLE.sharing(List.of("1"));
        Dl4jTrainer trainer = trainer().state(PersonalState.in(directory)).build();

        assertThatThrownBy(() -> trainer.train(version(0, other)))
                .isInstanceOf(FederationException.class)
                .hasMessage("state file must be of the model that the federation has now, "
                        + directory.resolve("personal-state")
                        + " was of another; move it away to begin anew, or name another --state-dir");
    }

    @Test
    void shouldKeepItsOldLayersWhenTheNewOnesAreNotFinite() {
        PersonalState state = PersonalState.inMemory();
        Dl4jTrainer diverging = trainer().learningRate(1e300).state(state).build();

        float[] delta = round(diverging, version(0, SHARED));

        assertThat(delta).contains(Float.NaN);
        assertThat(trainer().state(state).build().train(version(0, SHARED)).delta())
                .isEqualTo(trainer().build().train(version(0, SHARED)).delta());
    }

    @Test
    void shouldMeasureSharedAndOwnLayersTogetherWhenEvaluated() {
        PersonalState state = PersonalState.inMemory();
        Dl4jTrainer trainer = trainer().epochs(20).state(state).build();
        Dl4jEvaluator evaluator = Dl4jEvaluator.on(TrainingFixtures.separable(24));
        float[] parameters = SHARED.parameters().clone();
        double before = evaluator.evaluate(version(0, SHARED), state).loss();

        add(round(trainer, version(0, SHARED)), parameters);
        double own = evaluator.evaluate(version(1, SHARED, parameters), state).loss();
        double others = evaluator
                .evaluate(version(1, SHARED, parameters), PersonalState.inMemory())
                .loss();

        assertThat(own).isLessThan(others).isLessThan(before / 2);
    }

    @Test
    void shouldChangeNothingWhenToldToStopBetweenMiniBatches() {
        Dl4jTrainer trainer = trainer().build();
        AtomicInteger questions = new AtomicInteger();

        assertThat(trainer.train(version(0, SHARED), () -> questions.incrementAndGet() > 3))
                .isEmpty();
        trainer.acknowledge();

        assertThat(questions).as("asked before each mini-batch").hasValue(4);
        assertThat(round(trainer, version(0, SHARED)))
                .isEqualTo(trainer().build().train(version(0, SHARED)).delta());
    }

    @Test
    void shouldFitModelToLocalDataWhenPersonalised() {
        PersonalState state = PersonalState.inMemory();
        Dl4jTrainer trainer = trainer().epochs(5).state(state).build();
        round(trainer, version(0, SHARED));
        double before = Dl4jEvaluator.on(TrainingFixtures.separable(24))
                .evaluate(version(1, SHARED), state)
                .loss();

        PersonalModel personal = trainer.personalise(version(1, SHARED));
        Path file = directory.resolve("personal.zip");
        personal.save(file);

        InitialModel saved = Dl4jModels.importZip(file);
        assertThat(saved.parameters()).isEqualTo(personal.parameters()).hasSize(17);
        assertThat(Dl4jEvaluator.on(TrainingFixtures.separable(24))
                        .evaluate(saved.definition(), saved.parameters())
                        .loss())
                .isLessThan(before);
        assertThat(((MultiLayerNetwork) personal.network()).numParams()).isEqualTo(17);
        assertThat(personal.exampleCount()).isEqualTo(24);
    }

    @Test
    void shouldTrainTheSameRoundWhenPersonalisedBefore() {
        Dl4jTrainer first = trainer().build();
        Dl4jTrainer second = trainer().build();
        round(first, version(0, SHARED));
        round(second, version(0, SHARED));

        second.personalise(version(1, SHARED));

        assertThat(round(second, version(1, SHARED))).isEqualTo(round(first, version(1, SHARED)));
    }

    @Test
    void shouldHoldOnlySharedLayersToTheGlobalModelWhenMuIsGreat() {
        Dl4jTrainer held = trainer().epochs(20).proximalMu(3).learningRate(0.2).build();
        Dl4jTrainer free = trainer().epochs(20).learningRate(0.2).build();
        PersonalModel heldModel = held.personalise(version(0, SHARED));
        PersonalModel freeModel = free.personalise(version(0, SHARED));

        assertThat(distance(heldModel, 0, 9)).isLessThan(0.5 * distance(freeModel, 0, 9));
        assertThat(distance(heldModel, 9, 17)).isGreaterThan(0.5 * distance(freeModel, 9, 17));
    }

    private static double distance(PersonalModel model, int from, int to) {
        double sum = 0;
        for (int i = from; i < to; i++) {
            sum += Math.pow(model.parameters()[i] - WHOLE.parameters()[i], 2);
        }
        return Math.sqrt(sum);
    }

    private static List<String> names(InitialModel model) {
        return model.layout().tensors().stream().map(TensorLayout::name).toList();
    }

    private static Dl4jTrainerBuilder trainer() {
        return Dl4jTrainer.on(TrainingFixtures.separable(4)).keepOrder();
    }

    private static GlobalModel version(long version, InitialModel model) {
        return version(version, model, model.parameters());
    }

    private static GlobalModel version(long version, InitialModel model, float[] parameters) {
        return TrainingFixtures.version(version, model, parameters);
    }

    private static float[] round(Dl4jTrainer trainer, GlobalModel model) {
        float[] delta = trainer.train(model).delta();
        trainer.acknowledge();
        return delta;
    }

    private static void add(float[] delta, float[] parameters) {
        for (int i = 0; i < parameters.length; i++) {
            parameters[i] += delta[i];
        }
    }
}
