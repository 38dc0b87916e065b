package dev.tributary.client.dl4j;

import static dev.tributary.client.dl4j.SoftmaxRegression.plus;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.tributary.schemas.FederationException;
import dev.tributary.schemas.layout.TensorLayout;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.nd4j.linalg.learning.config.Adam;

class ScaffoldTest {

    private static final InitialModel PLAIN = LinearClients.line();
    private static final InitialModel SCAFFOLD = PLAIN.withControlVariates();

    @TempDir
    private Path directory;

    @Test
    void shouldCarryControlVariatesOfZeroWhenModelBegins() {
        assertThat(SCAFFOLD.layout().tensors())
                .extracting(TensorLayout::name)
                .containsExactly("0_W", "0_b", "control/0_W", "control/0_b");
        assertThat(SCAFFOLD.parameters()).containsExactly(PLAIN.parameters()[0], PLAIN.parameters()[1], 0, 0);
    }

    @Test
    void shouldFollowAlgorithm1OptionIIWhenRoundsFollowEachOther() {
        Dl4jTrainer trainer = trainer(0).participationFraction(0.25).build();
        float[] received = {0.5f, -0.25f, 0.3f, -0.2f};
        double[] own = {0, 0};
        for (int version = 0; version < 3; version++) {
            double[] x = {received[0], received[1]};
            double[] c = {received[2], received[3]};
            double[] y = x;
            for (int step = 0; step < LinearClients.LOCAL_STEPS; step++) {
                double[] corrected = plus(plus(LinearClients.gradient(0, y), -1, own), 1, c);
                y = plus(y, -LinearClients.RATE, corrected);
            }
            double[] nextOwn =
                    plus(plus(own, -1, c), 1 / (LinearClients.LOCAL_STEPS * LinearClients.RATE), plus(x, -1, y));
            double[] change = plus(nextOwn, -1, own);

            float[] delta = train(trainer, version, received);

            assertThat(SoftmaxRegression.doubles(delta))
                    .containsExactly(
                            new double[] {y[0] - x[0], y[1] - x[1], change[0] / 4, change[1] / 4}, within(1e-5));
            own = nextOwn;
            received = LinearClients.average(received, List.of(delta));
        }
    }

    @Test
    void shouldReachTheBestModelWhereFederatedAveragingIsBiased() {
        double[] best = LinearClients.best(List.of(0, 1));

        assertThat(distance(federate(PLAIN, List.of(0, 1), 2), best)).isGreaterThan(0.1);
        assertThat(distance(federate(SCAFFOLD, List.of(0, 1), 2), best)).isLessThan(1e-4);
    }

    @Test
    void shouldReachTheBestModelWhenHalfOfTheClientsTakePart() {
        double[] best = LinearClients.best(List.of(0, 1, 2, 3));

        assertThat(distance(federate(SCAFFOLD, List.of(0, 1, 2, 3), 2), best)).isLessThan(1e-3);
    }

    @Test
    void shouldGoOnWithItsControlVariateWhenRestarted() {
        float[] second = LinearClients.average(SCAFFOLD.parameters(), List.of(new float[] {0.1f, 0.2f, 0.3f, 0.4f}));
        Dl4jTrainer onlyOne = trainer(0).build();
        train(onlyOne, 0, SCAFFOLD.parameters());
        float[] uninterrupted = train(onlyOne, 1, second);

        train(trainer(0).state(PersonalState.in(directory)).build(), 0, SCAFFOLD.parameters());
        float[] restarted = train(trainer(0).state(PersonalState.in(directory)).build(), 1, second);
        float[] forgetful = train(trainer(0).build(), 1, second);

        assertThat(restarted).isEqualTo(uninterrupted).isNotEqualTo(forgetful);
    }

    @Test
    void shouldKeepTheOldControlVariateWhenTheUpdateWasNotAcknowledged() {
        Dl4jTrainer trainer = trainer(0).build();

        float[] first = trainer.train(TrainingFixtures.version(0, SCAFFOLD, SCAFFOLD.parameters()))
                .delta();
        float[] again = trainer.train(TrainingFixtures.version(0, SCAFFOLD, SCAFFOLD.parameters()))
                .delta();

        assertThat(again).isEqualTo(first);
    }

    @Test
    void shouldRefuseToTrainWhenTheOptimiserIsNotPlainSgd() {
        InitialModel adam =
                Dl4jModels.from(TrainingFixtures.tinyNetwork(new Adam())).withControlVariates();
        Dl4jTrainer trainer =
                Dl4jTrainer.on(TrainingFixtures.separable(4)).keepOrder().build();

        assertThatThrownBy(() -> trainer.train(TrainingFixtures.version(0, adam, adam.parameters())))
                .isInstanceOf(FederationException.class)
                .hasMessageStartingWith("optimiser of a model with control variates must be plain SGD");
    }

    @Test
    void shouldRefuseToTrainWhenThereIsAProximalTermToo() {
        Dl4jTrainer trainer = trainer(0).proximalMu(0.1).build();

        assertThatThrownBy(() -> train(trainer, 0, SCAFFOLD.parameters()))
                .hasMessageStartingWith("proximal mu must be 0 for a model with control variates, was 0.1");
    }

    @Test
    void shouldMeasureTheModelAloneWhenControlVariatesTravelWithIt() {
        InitialModel tiny = BuiltInArchitecture.MLP.initialModel(1);
        InitialModel scaffold = tiny.withControlVariates();
        Dl4jEvaluator evaluator = Dl4jEvaluator.on(TrainingFixtures.stripes(50, 1));

        assertThat(evaluator.evaluate(
                        TrainingFixtures.version(0, scaffold, scaffold.parameters()), PersonalState.inMemory()))
                .isEqualTo(evaluator.evaluate(tiny.definition(), tiny.parameters()));
        assertThat(Dl4jModels.networkParameters(TrainingFixtures.version(0, scaffold, scaffold.parameters())))
                .isEqualTo(tiny.parameters());
    }

    /** Runs 150 rounds in which some of the clients take part, drawn anew each time. */
    private static float[] federate(InitialModel model, List<Integer> clients, int participants) {
        List<Dl4jTrainer> trainers = new ArrayList<>();
        for (int client : clients) {
            trainers.add(trainer(client)
                    .participationFraction((double) participants / clients.size())
                    .build());
        }
        SplittableRandom random = new SplittableRandom(9);
        float[] parameters = model.parameters();
        for (int version = 0; version < 150; version++) {
            List<float[]> deltas = new ArrayList<>();
            for (int client : drawn(clients.size(), participants, random)) {
                Dl4jTrainer trainer = trainers.get(client);
                deltas.add(trainer.train(TrainingFixtures.version(version, model, parameters))
                        .delta());
                trainer.acknowledge();
            }
            parameters = LinearClients.average(parameters, deltas);
        }
        return parameters;
    }

    private static int[] drawn(int clients, int participants, SplittableRandom random) {
        List<Integer> all = new ArrayList<>(IntStream.range(0, clients).boxed().toList());
        int[] drawn = new int[participants];
        Arrays.setAll(drawn, i -> all.remove(random.nextInt(all.size())));
        return drawn;
    }

    private static double distance(float[] model, double[] best) {
        return Math.hypot(model[0] - best[0], model[1] - best[1]);
    }

    private static Dl4jTrainerBuilder trainer(int client) {
        return Dl4jTrainer.on(LinearClients.points(client)).keepOrder().epochs(LinearClients.LOCAL_STEPS);
    }

    private static float[] train(Dl4jTrainer trainer, long version, float[] parameters) {
        float[] delta = trainer.train(TrainingFixtures.version(version, SCAFFOLD, parameters))
                .delta();
        trainer.acknowledge();
        return delta;
    }
}
