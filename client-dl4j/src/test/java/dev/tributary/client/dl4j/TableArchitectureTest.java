package dev.tributary.client.dl4j;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.tributary.client.data.SplitMix64;
import dev.tributary.client.data.table.TableRows;
import dev.tributary.client.training.LocalUpdate;
import dev.tributary.schemas.FederationException;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TableArchitectureTest {

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {"logistic | 13 | 14", "logistic | 1 | 2", "dense:64,32 | 13 | 3009", "dense:1 | 2 | 5"})
    void shouldHaveAWeightForEachInputAndUnitWhenBuilt(String name, int inputs, int parameterCount) {
        InitialModel model = TableArchitecture.named(name, inputs).initialModel(1);

        assertThat(model.parameters()).hasSize(parameterCount);
        assertThat(model.requireTrainable().layout().parameterCount()).isEqualTo(parameterCount);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "Logistic | 1 | architecture of a table must be logistic, or dense: and units such as dense:64,32, was",
                "dense:   | 1 | architecture of a table must be",
                "dense:8, | 1 | architecture of a table must be",
                "dense:0  | 1 | units of a dense layer must be 1 to 4096, was 0",
                "dense:5000 | 1 | units of a dense layer must be 1 to 4096, was 5000",
                "dense:1,1,1,1,1,1,1,1,1 | 1 | dense layers must be at most 8, were 9",
                "logistic | 0 | --inputs must be 1 to 100000, was 0"
            })
    void shouldSayTheBoundWhenASizeIsOut(String name, int inputs, String expected) {
        assertThatExceptionOfType(FederationException.class)
                .isThrownBy(() -> TableArchitecture.named(name, inputs))
                .withMessageStartingWith(expected);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {"logistic", "dense:8"})
    void shouldLearnWhichRowsAreYesWhenTrainedOnATable(String name) {
        TableRows rows = slope(400);
        InitialModel model = TableArchitecture.named(name, 2).initialModel(1);
        Dl4jEvaluator evaluator = Dl4jEvaluator.on(rows);
        Dl4jTrainer trainer =
                Dl4jTrainer.on(rows, 4).epochs(10).learningRate(0.1).seed(1).build();

        LocalUpdate update = trainer.train(TrainingFixtures.version(0, model, model.parameters()));

        float[] trained = model.parameters().clone();
        for (int i = 0; i < trained.length; i++) {
            trained[i] += update.delta()[i];
        }
        ModelQuality quality = evaluator.evaluate(model.definition(), trained);
        assertThat(update.exampleCount()).isEqualTo(400);
        assertThat(quality.accuracy()).isGreaterThan(0.95);
        assertThat(quality.auc().orElseThrow()).isBetween(0.99, 1.0);
    }

    @Test
    void shouldReportTheAreaOnlyWhenBothClassesOccur() {
        TableRows rows = slope(50);
        InitialModel model = TableArchitecture.named("logistic", 2).initialModel(1);
        int[] positives = IntStream.range(0, 50).filter(rows::isPositive).toArray();

        Map<String, Double> both = report(rows, model);
        Map<String, Double> one = report(rows.subset(positives), model);

        assertThat(both).containsKeys(LocalUpdate.LOSS, LocalUpdate.ACCURACY, LocalUpdate.AUC);
        assertThat(one).containsOnlyKeys(LocalUpdate.LOSS, LocalUpdate.ACCURACY);
    }

    private static Map<String, Double> report(TableRows rows, InitialModel model) {
        return Dl4jEvaluator.on(rows)
                .reporting(PersonalState.inMemory())
                .evaluate(TrainingFixtures.version(0, model, model.parameters()))
                .metrics();
    }

    /** Yes where the first column is greater than the second. */
    private static TableRows slope(int size) {
        SplitMix64 random = new SplitMix64(7);
        float[][] values = new float[size][2];
        boolean[] labels = new boolean[size];
        for (int i = 0; i < size; i++) {
            values[i] = new float[] {(float) random.nextGaussian(), (float) random.nextGaussian()};
            labels[i] = values[i][0] > values[i][1];
        }
        return new TableRows(List.of("a", "b"), values, labels);
    }
}
