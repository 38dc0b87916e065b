package dev.tributary.aggregation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.tributary.aggregation.optimizer.FederatedAveraging;
import dev.tributary.arithmetic.StalenessFactor;
import dev.tributary.arithmetic.WeightedSum;
import java.io.IOException;
import java.io.InputStream;
import java.util.SplittableRandom;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Named;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Against vectors that make_vectors.py computed with exact fractions, and the properties that a mean has. */
class FederatedAveragingTest {

    static Stream<Named<JsonNode>> vectors() throws IOException {
        try (InputStream json =
                FederatedAveragingTest.class.getResourceAsStream("/vectors/federated-averaging/vectors.json")) {
            JsonNode cases = new ObjectMapper().readTree(json);
            return StreamSupport.stream(cases.spliterator(), false)
                    .map(node -> Named.of(node.get("name").asText(), node));
        }
    }

    static LongStream seeds() {
        return LongStream.rangeClosed(1, 20);
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("vectors")
    void shouldBeWithinOneUlpOfExactArithmeticWhenGivenAVector(JsonNode vector) {
        float[] current = floats(vector.get("current"));
        StalenessFactor factor =
                new StalenessFactor(vector.get("stalenessExponent").asDouble());
        WeightedSum sum = new WeightedSum(current.length);
        double examples = 0;
        double weights = 0;
        for (JsonNode update : vector.get("updates")) {
            double weight = update.get("examples").asLong()
                    * factor.of(update.get("staleness").asLong());
            sum.add(floats(update.get("delta")), weight);
            examples += update.get("examples").asLong();
            weights += weight;
        }
        double divisor = vector.get("normalization").asText().equals("WEIGHTS") ? weights : examples;

        float[] next = next(vector.get("serverLearningRate").asDouble(), current, sum.values(), divisor);

        float[] expected = floats(vector.get("next"));
        for (int i = 0; i < expected.length; i++) {
            assertThat(next[i]).isEqualTo(expected[i], within(Math.ulp(expected[i])));
        }
    }

    private static float[] next(double rate, float[] current, double[] sum, double divisor) {
        AggregationStrategy strategy = new LinearStrategy(
                "fedAvg", new ServerStepRule(new FederatedAveraging(), rate, LearningRateSchedule.CONSTANT));
        return strategy.next(
                        current,
                        RoundAggregate.ofSum(1, sum, divisor),
                        ReleasedDelta::unchanged,
                        new ServerState(current.length))
                .parameters();
    }

    private static float[] floats(JsonNode bits) {
        float[] values = new float[bits.size()];
        for (int i = 0; i < values.length; i++) {
            values[i] = Float.intBitsToFloat((int) bits.get(i).asLong());
        }
        return values;
    }

    @ParameterizedTest(name = "seed {0}")
    @MethodSource("seeds")
    void shouldChangeNothingWhenAllExampleCountsAreMultiplied(long seed) {
        assertThat(mean(seed, 1)).containsExactly(mean(seed, 1024));
    }

    @ParameterizedTest(name = "seed {0}")
    @MethodSource("seeds")
    void shouldLieBetweenLeastAndGreatestWhenAveraging(long seed) {
        assertThat(mean(seed, 1)[0]).isBetween(-3f, 5f);
    }

    /** Mean of ten one-parameter deltas between -3 and 5, with example counts that are multiples of a factor. */
    private static float[] mean(long seed, long multiple) {
        SplittableRandom random = new SplittableRandom(seed);
        WeightedSum sum = new WeightedSum(1);
        long examples = 0;
        for (int i = 0; i < 10; i++) {
            float value = (float) random.nextDouble(-3, 5);
            long count = random.nextLong(1, 1000) * multiple;
            sum.add(new float[] {value}, count);
            examples += count;
        }
        return next(1, new float[1], sum.values(), examples);
    }

    @Test
    void shouldLeaveCurrentModelAloneWhenComputingTheNext() {
        float[] current = {1, 2};
        next(1, current, new double[] {5, 5}, 1);

        assertThat(current).containsExactly(1, 2);
    }

    @ParameterizedTest
    @ValueSource(doubles = {0, -1, Double.NaN})
    void shouldRefuseDivisorWhenItIsNotPositive(double divisor) {
        assertThatThrownBy(() -> next(1, new float[1], new double[1], divisor))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("divisor must be finite and above 0, was " + divisor);
    }
}
