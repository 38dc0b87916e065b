package dev.tributary.aggregation.robust;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.tributary.aggregation.AggregationStrategy;
import dev.tributary.aggregation.ClientDelta;
import dev.tributary.aggregation.ReleasedDelta;
import dev.tributary.aggregation.RoundAggregate;
import dev.tributary.aggregation.ServerState;
import dev.tributary.aggregation.registry.JsonOptions;
import dev.tributary.aggregation.registry.Strategies;
import dev.tributary.arithmetic.WeightedSum;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.DoubleSummaryStatistics;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** What the rules promise, over random rounds: how far false clients get, what order changes, what a mean keeps. */
class RobustRulesTest {

    /** More than one block of each kind, and not a multiple of one. */
    private static final int PARAMETERS = 4096 + 300;

    private static final int HONEST = 9;
    private static final int FALSE = 2;

    private static final Map<String, String> OPTIONS = Map.of(
            "median", "{}",
            "trimmedMean", "{\"trim\": 0.2}",
            "krum", "{\"byzantine\": 2}",
            "multiKrum", "{\"byzantine\": 2}",
            "bulyan", "{\"byzantine\": 2}",
            "normClipping", "{}",
            "centredClipping", "{\"radius\": 10}",
            "flTrust", "{\"referenceClient\": \"client-0\"}");

    /** What false clients send in place of an honest delta. */
    private enum Attack {
        TURNED_AND_TENFOLD {
            @Override
            float of(float honest, SplittableRandom random) {
                return -10 * honest;
            }
        },
        HUGE {
            @Override
            float of(float honest, SplittableRandom random) {
                return 1e12f;
            }
        },
        NOISE {
            @Override
            float of(float honest, SplittableRandom random) {
                return (float) random.nextDouble(-1e3, 1e3);
            }
        };

        abstract float of(float honest, SplittableRandom random);
    }

    static Stream<Arguments> attacks() {
        return Stream.of(Attack.values())
                .flatMap(attack -> LongStream.rangeClosed(1, 5).mapToObj(seed -> Arguments.of(attack, seed)));
    }

    static LongStream seeds() {
        return LongStream.rangeClosed(1, 5);
    }

    private static AggregationStrategy strategy(String name) {
        return Strategies.STANDARD.create(name, JsonOptions.of(OPTIONS.get(name)));
    }

    /** Honest deltas lie around (-1)^i · 0.05, so that each parameter has a direction. */
    private static List<ClientDelta> round(long seed, int honest, int attackers, Attack attack) {
        SplittableRandom random = new SplittableRandom(seed);
        List<ClientDelta> updates = new ArrayList<>();
        for (int client = 0; client < honest + attackers; client++) {
            float[] delta = new float[PARAMETERS];
            for (int i = 0; i < PARAMETERS; i++) {
                float value = (float) ((i % 2 == 0 ? 0.05 : -0.05) + random.nextDouble(-0.02, 0.02));
                delta[i] = client < honest ? value : attack.of(value, random);
            }
            updates.add(new ClientDelta("client-" + client, delta, random.nextInt(1, 600)));
        }
        return updates;
    }

    private static float[] combine(String name, List<ClientDelta> updates) {
        double divisor =
                updates.stream().mapToDouble(ClientDelta::aggregationWeight).sum();
        return strategy(name)
                .next(
                        new float[PARAMETERS],
                        RoundAggregate.ofUpdates(1, updates, divisor),
                        ReleasedDelta::unchanged,
                        new ServerState(PARAMETERS))
                .parameters();
    }

    private static float[] mean(List<ClientDelta> updates) {
        WeightedSum sum = new WeightedSum(PARAMETERS);
        updates.forEach(update -> sum.add(update.delta(), 1));
        return Strategies.STANDARD
                .create("fedAvg", JsonOptions.of("{}"))
                .next(
                        new float[PARAMETERS],
                        RoundAggregate.ofSum(1, sum.values(), updates.size()),
                        ReleasedDelta::unchanged,
                        new ServerState(PARAMETERS))
                .parameters();
    }

    private static double cosine(float[] a, float[] b) {
        return VectorGeometry.product(a, b) / Math.sqrt(VectorGeometry.product(a, a) * VectorGeometry.product(b, b));
    }

    @ParameterizedTest(name = "{0}, seed {1}")
    @MethodSource("attacks")
    void shouldStayAmongHonestValuesWhenTwoOfElevenAreFalse(Attack attack, long seed) {
        List<ClientDelta> updates = round(seed, HONEST, FALSE, attack);
        for (String name : List.of("median", "trimmedMean", "krum", "multiKrum", "bulyan")) {
            float[] combined = combine(name, updates);
            for (int i = 0; i < PARAMETERS; i++) {
                int parameter = i;
                DoubleSummaryStatistics honest = updates.subList(0, HONEST).stream()
                        .mapToDouble(update -> update.delta()[parameter])
                        .summaryStatistics();
                assertThat((double) combined[i])
                        .as("%s, parameter %d", name, i)
                        .isBetween(honest.getMin() - 1e-8, honest.getMax() + 1e-8);
            }
        }
    }

    @ParameterizedTest(name = "{0}, seed {1}")
    @MethodSource("attacks")
    void shouldPointWhereHonestClientsPointWhenTwoOfElevenAreFalse(Attack attack, long seed) {
        List<ClientDelta> updates = round(seed, HONEST, FALSE, attack);
        float[] honest = mean(updates.subList(0, HONEST));
        for (String name : OPTIONS.keySet()) {
            assertThat(cosine(combine(name, updates), honest)).as(name).isGreaterThan(0.8);
        }
        assertThat(cosine(mean(updates), honest)).as("the plain mean").isLessThan(0.8);
    }

    @ParameterizedTest(name = "seed {0}")
    @MethodSource("seeds")
    void shouldChangeAtMostTheLastBitsWhenOrderChanges(long seed) {
        List<ClientDelta> updates = round(seed, HONEST, FALSE, Attack.NOISE);
        List<ClientDelta> shuffled = new ArrayList<>(updates);
        Collections.shuffle(shuffled, new Random(seed));
        // Not Bulyan: its last choices are between votes of equal score.
        for (String name : List.of("multiKrum", "normClipping", "centredClipping", "flTrust")) {
            float[] one = combine(name, updates);
            float[] other = combine(name, shuffled);
            for (int i = 0; i < PARAMETERS; i++) {
                assertThat(other[i]).as(name).isEqualTo(one[i], within(1e-6f));
            }
        }
        for (String name : List.of("median", "trimmedMean", "krum")) {
            assertThat(combine(name, shuffled)).as(name).containsExactly(combine(name, updates));
        }
    }

    @ParameterizedTest(name = "seed {0}")
    @MethodSource("seeds")
    void shouldGiveTheSameBitsWhenRunAgain(long seed) {
        for (String name : OPTIONS.keySet()) {
            assertThat(combine(name, round(seed, HONEST, FALSE, Attack.NOISE)))
                    .as(name)
                    .containsExactly(combine(name, round(seed, HONEST, FALSE, Attack.NOISE)));
        }
    }

    @Test
    void shouldLeaveDeltasAloneWhenCombining() {
        for (String name : OPTIONS.keySet()) {
            List<ClientDelta> updates = round(1, HONEST, FALSE, Attack.NOISE);
            combine(name, updates);

            List<ClientDelta> fresh = round(1, HONEST, FALSE, Attack.NOISE);
            for (int i = 0; i < updates.size(); i++) {
                assertThat(updates.get(i).delta())
                        .as(name)
                        .containsExactly(fresh.get(i).delta());
            }
        }
    }

    @Test
    void shouldAgreeWithTheMeanWhenAllSayTheSame() {
        float[] said = round(3, 1, 0, Attack.NOISE).get(0).delta();
        List<ClientDelta> updates = IntStream.range(0, 11)
                .mapToObj(client -> new ClientDelta("client-" + client, said.clone(), 1))
                .toList();
        for (String name : OPTIONS.keySet()) {
            float[] combined = combine(name, updates);
            for (int i = 0; i < PARAMETERS; i++) {
                assertThat(combined[i]).as(name).isEqualTo(said[i], within(Math.ulp(said[i])));
            }
        }
    }

    @Test
    void shouldCountAClientOnceWhenItSendsOften() {
        List<ClientDelta> updates = new ArrayList<>(round(5, HONEST, 0, Attack.HUGE));
        for (int version = 0; version < 30; version++) {
            float[] delta = new float[PARAMETERS];
            Arrays.fill(delta, 1000f + version);
            updates.add(new ClientDelta("often", delta, 1));
        }
        for (String name : List.of("median", "krum", "multiKrum")) {
            float[] combined = combine(name, new ArrayList<>(updates));
            assertThat(combined[0]).as(name).isBetween(0.03f, 0.07f);
        }
    }

    @Test
    void shouldFindCloseVectorsApartWhenTheyAreFarFromZero() {
        // ‖a‖² + ‖b‖² - 2ab of these is 0 in double.
        float[] a = new float[PARAMETERS];
        Arrays.fill(a, 1e8f);
        float[] b = a.clone();
        b[PARAMETERS - 1] = Math.nextUp(1e8f);
        double[][] distances =
                VectorGeometry.squaredDistances(List.of(new ClientDelta("a", a, 1), new ClientDelta("b", b, 1)));

        assertThat(distances[0][1]).isEqualTo(64);
        assertThat(distances[1][0]).isEqualTo(64);
        assertThat(distances[0][0]).isZero();
    }
}
