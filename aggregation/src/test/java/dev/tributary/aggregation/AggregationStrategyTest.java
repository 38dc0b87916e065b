package dev.tributary.aggregation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tributary.aggregation.optimizer.FederatedAveraging;
import dev.tributary.aggregation.registry.JsonOptions;
import dev.tributary.aggregation.registry.Strategies;
import dev.tributary.arithmetic.Clipping;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What stage 2 relies on: memory, state that can be put back, steps that are skipped, arguments that are refused. */
class AggregationStrategyTest {

    private static AggregationStrategy strategy(String name, String options) {
        return Strategies.STANDARD.create(name, JsonOptions.of(options));
    }

    /** Steps of a linear strategy; between each two the state is kept and put back if so wanted. */
    private static float[] run(AggregationStrategy strategy, int rounds, boolean restarting) {
        SplittableRandom random = new SplittableRandom(7);
        float[] model = new float[5];
        ServerState state = new ServerState(model.length);
        for (int round = 1; round <= rounds; round++) {
            double[] sum = random.doubles(model.length, -1, 1).toArray();
            model = strategy.next(model, RoundAggregate.ofSum(round, sum, 2), ReleasedDelta::unchanged, state)
                    .parameters();
            if (restarting) {
                ServerState restored = new ServerState(model.length);
                state.vectors().forEach((name, vector) -> restored.restore(name, vector.clone()));
                state = restored;
            }
        }
        return model;
    }

    @ParameterizedTest
    @ValueSource(strings = {"fedAvg", "fedAvgM", "fedAdagrad", "fedAdam", "fedYogi"})
    void shouldGiveTheSameBitsWhenStateIsPutBackBetweenRounds(String name) {
        AggregationStrategy strategy = strategy(name, "{}");

        assertThat(run(strategy, 20, true)).containsExactly(run(strategy, 20, false));
    }

    @ParameterizedTest
    @CsvSource({
        "fedAvg, 0",
        // One moment or two, 4 bytes each.
        "fedAvgM, 4000",
        "fedAdagrad, 4000",
        "fedAdam, 8000",
        // Ten deltas of 4 bytes and the combined one of 8.
        "median, 48000",
        // And ten times ten distances.
        "krum, 48800",
        // And the centre.
        "centredClipping, 52000"
    })
    void shouldTellItsMemoryWhenModelAndGoalAreKnown(String name, long bytes) {
        assertThat(strategy(name, "{}").memoryBytes(1000, 10)).isEqualTo(bytes);
    }

    @Test
    void shouldNotWrapAroundWhenMemoryIsHuge() {
        assertThat(strategy("median", "{}").memoryBytes(Integer.MAX_VALUE, 1_000_000))
                .isGreaterThan(8_000_000_000_000_000L);
    }

    @Test
    void shouldNameWhatItKeepsWhenAsked() {
        assertThat(strategy("fedAvg", "{}").stateVectors()).isEmpty();
        assertThat(strategy("fedAdagrad", "{}").stateVectors()).containsExactly("fedAdagrad.secondMoment");
        assertThat(strategy("centredClipping", "{\"serverOptimizer\": \"fedAdam\"}")
                        .stateVectors())
                .containsExactly("centredClipping.centre", "fedAdam.firstMoment", "fedAdam.secondMoment");
    }

    @Test
    void shouldForgetOtherStrategiesWhenTheStrategyChanges() {
        ServerState state = new ServerState(1);
        strategy("fedAvgM", "{}")
                .next(new float[1], RoundAggregate.ofSum(1, new double[1], 1), ReleasedDelta::unchanged, state);
        state.retain(strategy("fedAdam", "{}").stateVectors());

        assertThat(state.vectors()).isEmpty();
    }

    @Test
    void shouldKeepModelAndStateWhenStepIsSkipped() {
        float[] current = {1, 2};
        ServerState state = new ServerState(2);
        ServerStep step = strategy("median", "{\"serverOptimizer\": \"fedAvgM\"}")
                .next(
                        current,
                        RoundAggregate.ofUpdates(1, List.of(new ClientDelta("a", new float[] {5, 5}, 1)), 1),
                        ReleasedDelta::unchanged,
                        state);

        assertThat(step.parameters()).containsExactly(1, 2).isNotSameAs(current);
        assertThat(step.skipped())
                .hasValue("strategy median needs at least 3 clients, the round had 1; the model stays as it was");
        assertThat(state.vectors()).isEmpty();
    }

    @Test
    void shouldDecayWithTheRoundsWhenScheduled() {
        AggregationStrategy strategy =
                strategy("fedAvg", "{\"schedule\": \"step\", \"scheduleRounds\": 10, \"scheduleStart\": 5}");
        ServerState state = new ServerState(1);
        Map<Long, Float> expected = Map.of(1L, 1f, 6L, 1f, 15L, 1f, 16L, 0.5f, 26L, 0.25f);
        expected.forEach((round, step) -> assertThat(strategy.next(
                                new float[1],
                                RoundAggregate.ofSum(round, new double[] {1}, 1),
                                ReleasedDelta::unchanged,
                                state)
                        .parameters())
                .as("round %d", round)
                .containsExactly(step));
    }

    @Test
    void shouldRefuseVectorsWhenTheyAreNotAsLongAsTheModel() {
        ServerState state = new ServerState(2);
        assertThatThrownBy(() -> strategy("fedAvg", "{}")
                        .next(new float[2], RoundAggregate.ofSum(1, new double[3], 1), ReleasedDelta::unchanged, state))
                .hasMessage("weighted sum must have 2 values, had 3");
        assertThatThrownBy(() -> state.restore("fedAvgM.velocity", new float[1]))
                .hasMessage("vector fedAvgM.velocity must have 2 values, had 1");
        List<ClientDelta> updates = List.of(new ClientDelta("a", new float[3], 1));
        assertThatThrownBy(() -> strategy("median", "{}")
                        .next(new float[2], RoundAggregate.ofUpdates(1, updates, 1), ReleasedDelta::unchanged, state))
                .hasMessage("delta of a must have 2 values, had 3");
    }

    @Test
    void shouldRefuseAnAggregateWhenItIsOfAnotherKind() {
        RoundAggregate updates = RoundAggregate.ofUpdates(1, List.of(new ClientDelta("a", new float[2], 1)), 1);
        RoundAggregate sum = RoundAggregate.ofSum(1, new double[2], 1);

        assertThatThrownBy(() -> strategy("fedAvg", "{}")
                        .next(new float[2], updates, ReleasedDelta::unchanged, new ServerState(2)))
                .hasMessage("strategy fedAvg must be given a sum, was given 1 updates");
        assertThatThrownBy(() ->
                        strategy("median", "{}").next(new float[2], sum, ReleasedDelta::unchanged, new ServerState(2)))
                .hasMessage("strategy median must be given every update, was given a sum of 2 values");
    }

    @Test
    void shouldReleaseOnceForEachStepAndNothingWhenItIsSkipped() {
        List<Long> released = new ArrayList<>();
        ReleaseStep release = combined -> {
            released.add(combined.round());
            return ReleasedDelta.unchanged(combined);
        };
        List<ClientDelta> tooFew = List.of(new ClientDelta("a", new float[1], 1));

        strategy("fedAvg", "{}")
                .next(new float[1], RoundAggregate.ofSum(7, new double[1], 1), release, new ServerState(1));
        strategy("median", "{}")
                .next(new float[1], RoundAggregate.ofUpdates(8, tooFew, 1), release, new ServerState(1));

        assertThat(released).containsExactly(7L);
    }

    @Test
    void shouldRefuseARoundWhenItsNumbersAreOutOfBounds() {
        assertThatThrownBy(() -> RoundAggregate.ofSum(0, new double[1], 1))
                .hasMessage("round must be at least 1, was 0");
        assertThatThrownBy(() -> RoundAggregate.ofUpdates(1, List.of(), 1))
                .hasMessage("a round must have updates, had none");
        for (double weight : new double[] {0, -1, Double.NaN, Double.POSITIVE_INFINITY}) {
            assertThatThrownBy(() -> new ClientDelta("a", new float[1], weight))
                    .hasMessage("aggregationWeight must be finite and above 0, was " + weight);
        }
    }

    @Test
    void shouldAverageByWeightWhenAClientSendsTwice() {
        List<ClientDelta> updates = new ArrayList<>();
        updates.add(new ClientDelta("a", new float[] {1}, 1));
        updates.add(new ClientDelta("b", new float[] {9}, 5));
        updates.add(new ClientDelta("a", new float[] {5}, 3));
        List<ClientDelta> votes = OneVotePerClient.of(updates, 1);

        assertThat(votes).extracting(ClientDelta::clientId).containsExactly("a", "b");
        assertThat(votes.get(0).delta()).containsExactly(4);
        assertThat(votes.get(0).aggregationWeight()).isEqualTo(4);
        assertThat(votes.get(1)).isSameAs(updates.get(1));
    }

    @Test
    void shouldScaleDownToTheNormOnlyWhenItIsExceeded() {
        assertThat(Clipping.scaleFor(0, 1)).isEqualTo(1);
        assertThat(Clipping.scaleFor(1, 1)).isEqualTo(1);
        assertThat(Clipping.scaleFor(4, 1)).isEqualTo(0.25);
        assertThat(Clipping.scaleFor(1e30, Double.POSITIVE_INFINITY)).isEqualTo(1);
    }

    @Test
    void shouldRefuseANameWhenItIsTakenOrUnknown() {
        assertThatThrownBy(() -> Strategies.STANDARD.withOptimizer("median", options -> new FederatedAveraging()))
                .hasMessage("name of a strategy must be free, was median");
        assertThatThrownBy(() -> strategy("fedSgd", "{}")).hasMessageStartingWith("strategy must be one of [fedAvg, ");
        assertThat(Set.copyOf(Strategies.STANDARD.names())).hasSize(13);
    }
}
