package dev.tributary.aggregator.topology;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;
import static org.assertj.core.api.Assertions.within;

import dev.tributary.aggregator.harness.EvaluationHarness;
import dev.tributary.federation.provisioning.StoreNames;
import dev.tributary.schemas.avro.Evaluation;
import dev.tributary.schemas.avro.MetricSpread;
import dev.tributary.schemas.avro.RollbackCommand;
import dev.tributary.schemas.avro.VersionEvaluation;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.apache.kafka.streams.state.KeyValueIterator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class EvaluationTopologyTest {

    private static void reportAll(EvaluationHarness federation, long version, String clients) {
        clients.chars().forEach(client -> federation.report(version, Character.toString(client), 0.5));
    }

    private static List<String> shownOf(EvaluationHarness federation) {
        return federation.shown().stream()
                .map(figures ->
                        figures.getVersion() + ": " + figures.getReportCount() + " of " + figures.getGroupSize())
                .toList();
    }

    @Test
    void shouldShowFiguresOfTheSameFourClientsWhenTheyReportInAnyOrder() {
        try (EvaluationHarness federation = EvaluationHarness.with()) {
            // Given: nobody knows of version 0 how many there are
            reportAll(federation, 0, "abcd");
            assertThat(shownOf(federation)).containsExactly("0: 3 of 3");

            // When
            federation.publish(1);
            reportAll(federation, 1, "dcb");
            List<String> beforeTheLast = shownOf(federation);
            reportAll(federation, 1, "a");

            // Then
            assertThat(beforeTheLast).isEmpty();
            assertThat(shownOf(federation)).containsExactly("1: 4 of 4");
        }
    }

    @Test
    void shouldGoOnWithThoseThatAreLeftWhenOneClientStaysAway() {
        try (EvaluationHarness federation = EvaluationHarness.with()) {
            // Given
            reportAll(federation, 0, "abcd");
            federation.shown();

            // When
            for (long version = 1; version <= 5; version++) {
                federation.publish(version);
                reportAll(federation, version, "abd");
            }

            // Then
            assertThat(shownOf(federation)).containsExactly("3: 3 of 4", "4: 3 of 3", "5: 3 of 3");
        }
    }

    @Test
    void shouldShowWeightedMeanAndSpreadWhenEnoughClientsHaveReported() {
        try (EvaluationHarness federation = EvaluationHarness.with()) {
            // When
            federation.report(0, "a", 10, Map.of("accuracy", 0.5, "loss", 2.0));
            federation.report(0, "b", 30, Map.of("accuracy", 0.9, "loss", 1.0));
            assertThat(federation.shown()).isEmpty();
            federation.report(0, "c", 60, Map.of("accuracy", 0.8, "loss", 1.0));

            // Then
            List<VersionEvaluation> shown = federation.shown();
            assertThat(shown).hasSize(1);
            assertThat(shown.get(0).getVersion()).isZero();
            assertThat(shown.get(0).getReportCount()).isEqualTo(3);
            assertThat(shown.get(0).getExampleCount()).isEqualTo(100);
            assertThat(shown.get(0).getIsBad()).isFalse();
            assertThat(shown.get(0).getMetrics()).containsOnlyKeys("accuracy", "loss");
            MetricSpread accuracy = shown.get(0).getMetrics().get("accuracy");
            assertThat(accuracy.getMean()).isCloseTo(0.8, within(1e-12));
            // √((10·0.3² + 30·0.1² + 0) / 100)
            assertThat(accuracy.getStandardDeviation()).isCloseTo(Math.sqrt(0.012), within(1e-12));
            assertThat(accuracy.getReportCount()).isEqualTo(3);
            assertThat(federation
                            .registry()
                            .get("tributary.evaluation.mean")
                            .tag("metric", "accuracy")
                            .gauge()
                            .value())
                    .isCloseTo(0.8, within(1e-12));
        }
    }

    @Test
    void shouldCountTheFirstReportOfAClientWhenItSendsSeveral() {
        try (EvaluationHarness federation = EvaluationHarness.with()) {
            for (double accuracy : new double[] {0.5, 0.6, 0.7, 0.8}) {
                federation.report(0, "a", accuracy);
            }
            assertThat(federation.refused("SECOND_REPORT")).isEqualTo(3);
            federation.report(0, "b", 0.5);
            federation.report(0, "c", 0.5);

            assertThat(federation.shown().get(0).getMetrics().get("accuracy").getMean())
                    .isEqualTo(0.5);
        }
    }

    @Test
    void shouldKeepVersionsApartWhenTheirReportsAreMixed() {
        try (EvaluationHarness federation = EvaluationHarness.with()) {
            federation.publish(1);
            for (String client : List.of("a", "b", "c")) {
                federation.report(0, client, 0.25);
                federation.report(1, client, 0.75);
            }

            assertThat(federation.shown())
                    .extracting(
                            VersionEvaluation::getVersion,
                            shown -> shown.getMetrics().get("accuracy").getMean())
                    .containsExactly(tuple(0L, 0.25), tuple(1L, 0.75));
        }
    }

    @Test
    void shouldShowNothingOfAWindowWhenTooFewHaveReportedInIt() {
        try (EvaluationHarness federation = EvaluationHarness.with("evaluation: {window: 1m}")) {
            federation.report(0, "a", 0.1);
            federation.report(0, "b", 0.1);
            federation.advance(Duration.ofMinutes(2));
            federation.report(0, "c", 0.5);
            federation.advance(Duration.ofSeconds(50));
            federation.report(0, "d", 0.5);
            federation.advance(Duration.ofSeconds(50));
            federation.report(0, "e", 0.5);

            List<VersionEvaluation> shown = federation.shown();
            assertThat(shown).hasSize(1);
            assertThat(shown.get(0).getMetrics().get("accuracy").getMean()).isEqualTo(0.5);
        }
    }

    @Test
    void shouldReplaceFiguresOfAnEarlierWindowOnlyWhenMoreClientsAreBehindThem() {
        try (EvaluationHarness federation = EvaluationHarness.with("evaluation: {window: 1m}")) {
            Stream.of("a", "b", "c", "d", "e", "f").forEach(client -> federation.report(0, client, 0.1));
            federation.advance(Duration.ofHours(1));
            Stream.of("g", "h", "i", "j", "k", "l").forEach(client -> federation.report(0, client, 0.5));
            assertThat(federation.shown())
                    .extracting(VersionEvaluation::getReportCount)
                    .containsExactly(3L, 6L);
            Stream.of("m", "n", "o").forEach(client -> federation.report(0, client, 0.5));

            List<VersionEvaluation> later = federation.shown();
            assertThat(later).extracting(VersionEvaluation::getReportCount).containsExactly(9L);
            assertThat(later.get(0).getMetrics().get("accuracy").getMean()).isEqualTo(0.5);
        }
    }

    @Test
    void shouldCapExamplesWhenAClientClaimsMany() {
        try (EvaluationHarness federation = EvaluationHarness.with("evaluation: {exampleCountCap: 10}")) {
            federation.report(0, "a", Long.MAX_VALUE, Map.of("accuracy", 1.0));
            federation.report(0, "b", 10, Map.of("accuracy", 0.0));
            federation.report(0, "c", 20, Map.of("accuracy", 0.5));

            VersionEvaluation shown = federation.shown().get(0);
            assertThat(shown.getExampleCount()).isEqualTo(30);
            assertThat(shown.getMetrics().get("accuracy").getMean()).isCloseTo(0.5, within(1e-12));
        }
    }

    static Stream<Arguments> refused() {
        Map<String, Double> accuracy = Map.of("accuracy", 0.5);
        Map<String, Double> many = new HashMap<>();
        LongStream.range(0, 17).forEach(i -> many.put("m" + i, 0.5));
        return Stream.of(
                Arguments.of("MALFORMED", "5", new Evaluation(5L, "", 1L, accuracy)),
                Arguments.of("MALFORMED", "5", new Evaluation(5L, "a/b", 1L, accuracy)),
                Arguments.of("MALFORMED", "5", new Evaluation(5L, "x".repeat(65), 1L, accuracy)),
                Arguments.of("MALFORMED", "5", new Evaluation(5L, "x", 0L, accuracy)),
                Arguments.of("MALFORMED", "5", new Evaluation(5L, "x", 1L, Map.of("accuracy", Double.NaN))),
                Arguments.of("MALFORMED", "5", new Evaluation(5L, "x", 1L, Map.of("loss", 1.1e12))),
                Arguments.of("MALFORMED", "5", new Evaluation(5L, "x", 1L, Map.of("a b", 0.5))),
                Arguments.of("MALFORMED", "5", new Evaluation(5L, "x", 1L, many)),
                Arguments.of("KEY_MISMATCH", "4", new Evaluation(5L, "x", 1L, accuracy)),
                Arguments.of("KEY_MISMATCH", "05", new Evaluation(5L, "x", 1L, accuracy)),
                Arguments.of("KEY_MISMATCH", null, new Evaluation(5L, "x", 1L, accuracy)),
                Arguments.of("UNKNOWN_VERSION", "117", new Evaluation(117L, "x", 1L, accuracy)),
                Arguments.of("UNKNOWN_VERSION", "-1", new Evaluation(-1L, "x", 1L, accuracy)),
                Arguments.of(
                        "UNKNOWN_VERSION",
                        String.valueOf(Long.MAX_VALUE),
                        new Evaluation(Long.MAX_VALUE, "x", 1L, accuracy)),
                Arguments.of("OLD_VERSION", "35", new Evaluation(35L, "x", 1L, accuracy)));
    }

    @ParameterizedTest(name = "{0} {1} {2}")
    @MethodSource("refused")
    void shouldCountAndGoOnWhenAReportIsRefused(String reason, String key, Evaluation evaluation) {
        try (EvaluationHarness federation = EvaluationHarness.with()) {
            federation.publish(100);
            federation.pipe(key, evaluation);
            assertThat(federation.refused(reason)).isEqualTo(1);

            Stream.of("x", "y", "z").forEach(client -> federation.report(100, client, 0.5));
            assertThat(federation.shown()).hasSize(1);
        }
    }

    @Test
    void shouldCountAndGoOnWhenBytesAreNoEvaluation() {
        try (EvaluationHarness federation = EvaluationHarness.with()) {
            federation.pipe("0", (byte[]) null);
            federation.pipe("0", new byte[0]);
            federation.pipe("0", "not a record".getBytes(StandardCharsets.UTF_8));
            federation.pipe("0", new RollbackCommand("id", 0L, "", "", 0L));

            assertThat(federation.refused("UNDECODABLE")).isEqualTo(4);
            Stream.of("x", "y", "z").forEach(client -> federation.report(0, client, 0.5));
            assertThat(federation.shown()).hasSize(1);
        }
    }

    @Test
    void shouldRefuseEveryVersionWhenNoneWasPublished() {
        try (EvaluationHarness federation = EvaluationHarness.empty()) {
            Stream.of("x", "y", "z").forEach(client -> federation.report(0, client, 0.5));

            assertThat(federation.refused("UNKNOWN_VERSION")).isEqualTo(3);
            assertThat(federation.shown()).isEmpty();
        }
    }

    @ParameterizedTest
    @ValueSource(longs = {36, 100, 101, 116})
    void shouldTakeReportsWhenVersionIsRecentOrAboutToBeKnown(long version) {
        try (EvaluationHarness federation = EvaluationHarness.with()) {
            federation.publish(100);
            Stream.of("x", "y", "z").forEach(client -> federation.report(version, client, 0.5));

            assertThat(federation.shown()).hasSize(1);
        }
    }

    @Test
    void shouldGoBySettingsOfTheLogWhenTheyWereChanged() {
        try (EvaluationHarness federation = EvaluationHarness.with()) {
            federation.publishWith(1, "evaluation: {minReports: 5, exampleCountCap: 2}");
            Stream.of("a", "b", "c", "d").forEach(client -> federation.report(1, client, 9, Map.of("accuracy", 0.5)));
            assertThat(federation.shown()).isEmpty();
            federation.report(1, "e", 0.5);

            assertThat(federation.shown())
                    .extracting(VersionEvaluation::getReportCount, VersionEvaluation::getExampleCount)
                    .containsExactly(tuple(5L, 9L));
        }
    }

    @Test
    void shouldForgetWhoHasReportedWhenVersionIsOld() {
        try (EvaluationHarness federation = EvaluationHarness.with()) {
            for (long version = 0; version < 200; version++) {
                federation.publish(version);
                federation.report(version, "a", 0.5);
                federation.report(version, "b", 0.5);
            }

            long entries = 0;
            try (KeyValueIterator<String, byte[]> all =
                    federation.store(StoreNames.EVALUATION_REPORTS).all()) {
                for (; all.hasNext(); all.next()) {
                    entries++;
                }
            }
            // 65 versions, of each two clients and a count, and the newest.
            assertThat(entries).isEqualTo(65 * 3 + 1);
        }
    }

    @Test
    void shouldRefuseFurtherClientsWhenVersionHasAsManyAsCanBeRemembered() {
        try (EvaluationHarness federation = EvaluationHarness.with()) {
            for (int client = 0; client < 4100; client++) {
                federation.report(0, "client-" + client, 0.5);
            }

            assertThat(federation.refused("TOO_MANY_REPORTS")).isEqualTo(4);
            // Figures go with the logarithm of the clients.
            assertThat(federation.shown()).hasSizeBetween(20, 70);
        }
    }

    static LongStream seeds() {
        return LongStream.range(0, 20);
    }

    /**
     * Client i reports 2^i, so that from a mean and its count follows who is behind it. An observer who subtracts any two
     * figures, of one window or of two, is left with nobody or with at least minReports clients.
     */
    @ParameterizedTest(name = "seed {0}")
    @MethodSource("seeds")
    void shouldNotLetASingleReportBeFoundBySubtraction(long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        int minReports = random.nextInt(3, 6);
        try (EvaluationHarness federation =
                EvaluationHarness.with("evaluation: {window: 1m, minReports: " + minReports + "}")) {
            // When
            for (int client = 0; client < 39; client++) {
                Map<String, Double> metrics = new HashMap<>(Map.of("accuracy", Math.scalb(1.0, client)));
                if (random.nextInt(2) == 0) {
                    metrics.put("loss", Math.scalb(1.0, client));
                }
                federation.report(0, "client-" + client, 1, metrics);
                federation.advance(Duration.ofSeconds(random.nextInt(20) == 0 ? 90 : random.nextInt(10)));
            }

            // Then
            List<VersionEvaluation> shown = federation.shown();
            assertThat(shown).isNotEmpty();
            for (String metric : List.of("accuracy", "loss")) {
                List<Long> behind = shown.stream()
                        .map(figures -> clientsBehind(figures.getMetrics().get(metric)))
                        .toList();
                assertDifferencesOfAtLeast(minReports, behind);
            }
        }
    }

    /** As above, for the examples: client i claims 2^i of them. */
    @ParameterizedTest(name = "seed {0}")
    @MethodSource("seeds")
    void shouldNotLetTheExamplesOfASingleClientBeFoundBySubtraction(long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        int minReports = random.nextInt(3, 6);
        try (EvaluationHarness federation = EvaluationHarness.with(
                "evaluation: {window: 1m, exampleCountCap: 1000000000000, minReports: " + minReports + "}")) {
            for (int client = 0; client < 39; client++) {
                federation.report(0, "client-" + client, 1L << client, Map.of("accuracy", 0.5));
                federation.advance(Duration.ofSeconds(random.nextInt(20) == 0 ? 90 : random.nextInt(10)));
            }

            assertDifferencesOfAtLeast(
                    minReports,
                    federation.shown().stream()
                            .map(VersionEvaluation::getExampleCount)
                            .toList());
        }
    }

    private static void assertDifferencesOfAtLeast(int minReports, List<Long> clientsBehind) {
        assertThat(clientsBehind).isNotEmpty();
        for (long one : clientsBehind) {
            for (long other : clientsBehind) {
                assertThat(Long.bitCount(one & ~other))
                        .matches(clients -> clients == 0 || clients >= minReports, "0 or at least " + minReports);
            }
        }
    }

    /** A bit for each client. */
    private static long clientsBehind(MetricSpread spread) {
        long clients = spread == null ? 0 : Math.round(spread.getMean() * spread.getReportCount());
        assertThat(Long.bitCount(clients)).isEqualTo(spread == null ? 0 : (int) spread.getReportCount());
        return clients;
    }
}
