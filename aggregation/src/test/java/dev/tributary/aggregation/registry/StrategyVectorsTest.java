package dev.tributary.aggregation.registry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.tributary.aggregation.AggregationStrategy;
import dev.tributary.aggregation.ClientDelta;
import dev.tributary.aggregation.ReleasedDelta;
import dev.tributary.aggregation.RoundAggregate;
import dev.tributary.aggregation.ServerState;
import dev.tributary.aggregation.ServerStep;
import dev.tributary.arithmetic.WeightedSum;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Every strategy over several rounds, against what make_vectors.py computed from the papers with exact fractions. */
class StrategyVectorsTest {

    private static final Path VECTORS = Path.of("src/test/resources/vectors/strategies");

    static Stream<String> vectors() throws IOException {
        try (Stream<Path> files = Files.walk(VECTORS)) {
            return files
                    .filter(file -> file.toString().endsWith(".json"))
                    .map(file -> VECTORS.relativize(file).toString())
                    .sorted()
                    .toList()
                    .stream();
        }
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("vectors")
    void shouldGiveWhatThePaperGivesWhenRunOverRounds(String file) throws IOException {
        JsonNode run;
        try (InputStream json = Files.newInputStream(VECTORS.resolve(file))) {
            run = new ObjectMapper().readTree(json);
        }
        AggregationStrategy strategy =
                Strategies.STANDARD.create(run.get("strategy").asText(), new JsonOptions(run.get("options")));
        float[] current = floats(run.get("current"));
        ServerState state = new ServerState(current.length);
        float[] largest = current.clone();
        long round = 0;
        for (JsonNode expected : run.get("rounds")) {
            round++;
            RoundAggregate aggregate = aggregate(strategy, round, expected, current.length);
            ServerStep step = strategy.next(current, aggregate, ReleasedDelta::unchanged, state);

            assertThat(step.skipped().orElse(""))
                    .contains(expected.get("skipped").asText());
            assertThat(step.skipped().isPresent())
                    .isEqualTo(!expected.get("skipped").asText().isEmpty());
            assertClose(step.parameters(), floats(expected.get("next")), current, largest);
            assertState(state, expected.get("state"));
            current = step.parameters();
        }
    }

    @Test
    void shouldHaveAVectorOfSeveralRoundsForEachStrategy() throws IOException {
        List<String> files = vectors().toList();
        assertThat(Strategies.STANDARD.names())
                .allSatisfy(name -> assertThat(files).anyMatch(file -> file.startsWith(name + "/good_")));
    }

    private static RoundAggregate aggregate(
            AggregationStrategy strategy, long round, JsonNode expected, int parameters) {
        return strategy.fold(linear -> sum(round, expected, parameters), robust -> everyUpdate(round, expected));
    }

    private static RoundAggregate everyUpdate(long round, JsonNode expected) {
        List<ClientDelta> updates = new ArrayList<>();
        expected.get("updates")
                .forEach(update -> updates.add(new ClientDelta(
                        update.get("client").asText(),
                        floats(update.get("delta")),
                        update.get("weight").asDouble())));
        return RoundAggregate.ofUpdates(round, updates, expected.get("divisor").asDouble());
    }

    private static RoundAggregate sum(long round, JsonNode expected, int parameters) {
        WeightedSum sum = new WeightedSum(parameters);
        expected.get("updates")
                .forEach(update -> sum.add(
                        floats(update.get("delta")), update.get("weight").asDouble()));
        return RoundAggregate.ofSum(round, sum.values(), expected.get("divisor").asDouble());
    }

    /** Two ulp of the largest that the parameter or its step has been: each is rounded once in each round. */
    private static void assertClose(float[] actual, float[] expected, float[] before, float[] largest) {
        assertThat(actual).hasSameSizeAs(expected);
        for (int i = 0; i < expected.length; i++) {
            float size = Math.max(Math.abs(expected[i]), Math.abs(expected[i] - before[i]));
            largest[i] = Math.max(Math.abs(largest[i]), size);
            assertThat(actual[i]).as("parameter %d", i).isEqualTo(expected[i], within(2 * Math.ulp(largest[i])));
        }
    }

    private static void assertState(ServerState state, JsonNode expected) {
        assertThat(state.vectors()).hasSize(expected.size());
        for (Map.Entry<String, float[]> kept : state.vectors().entrySet()) {
            float[] values = floats(expected.get(kept.getKey()));
            for (int i = 0; i < values.length; i++) {
                assertThat(kept.getValue()[i])
                        .as("%s of parameter %d", kept.getKey(), i)
                        .isEqualTo(values[i], within(4 * Math.ulp(values[i])));
            }
        }
    }

    private static float[] floats(JsonNode numbers) {
        float[] values = new float[numbers.size()];
        for (int i = 0; i < values.length; i++) {
            values[i] = (float) numbers.get(i).asDouble();
        }
        return values;
    }
}
