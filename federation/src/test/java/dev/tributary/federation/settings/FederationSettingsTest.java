package dev.tributary.federation.settings;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tributary.arithmetic.Normalization;
import dev.tributary.federation.settings.evaluation.Direction;
import dev.tributary.federation.settings.evaluation.EvaluationSettings;
import dev.tributary.federation.settings.evaluation.GuardAction;
import dev.tributary.federation.settings.evaluation.GuardSettings;
import dev.tributary.federation.settings.evaluation.StopSettings;
import dev.tributary.schemas.FederationException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.OptionalDouble;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class FederationSettingsTest {

    private static FederationSettings parse(String... lines) {
        return FederationSettings.parse("federation: test\nprivacy: {masking: off}\n" + String.join("\n", lines));
    }

    /** A value under its path, as nested YAML. */
    private static String at(String path, String value) {
        String[] keys = path.split("\\.", -1);
        StringBuilder yaml = new StringBuilder();
        for (int i = 0; i < keys.length; i++) {
            yaml.append(i == 0 ? "" : "\n")
                    .append("  ".repeat(i))
                    .append(keys[i])
                    .append(':');
        }
        return yaml.append(' ').append(value).toString();
    }

    @Test
    void shouldTakeDefaultsWhenOnlyNameAndMaskingAreGiven() {
        FederationSettings settings = FederationSettings.parse("federation: test\nprivacy: {masking: off}");

        assertThat(settings.topics().updates()).isEqualTo("fl.test.updates");
        assertThat(settings.topicPlan().updatePartitions()).isEqualTo(1);
        assertThat(settings.topicPlan().replicationFactor()).isEqualTo((short) -1);
        assertThat(settings.round())
                .isEqualTo(new RoundSettings(
                        Mode.ASYNC, 1, 10, 5, Duration.ofMinutes(1), 10, 0.5, Normalization.EXAMPLES));
        assertThat(settings.admission())
                .isEqualTo(new AdmissionSettings(
                        1000, 0, 1_000_000, 1_000_000, true, Duration.ofMinutes(1), 256L * 1024 * 1024));
        assertThat(settings.combining()).isEqualTo(new CombiningSettings(Duration.ofMillis(200), 0));
        assertThat(settings.model()).isEqualTo(new ModelSettings(5, ModelSettings.Encoding.FLOAT32));
        assertThat(settings.evaluation())
                .isEqualTo(new EvaluationSettings(
                        3,
                        Duration.ofMinutes(10),
                        1_000_000,
                        "accuracy",
                        Direction.HIGHER,
                        new StopSettings(OptionalDouble.empty(), 0, 0),
                        new GuardSettings(OptionalDouble.empty(), GuardAction.MARK)));
    }

    @Test
    void shouldTakeEachValueWhenAllAreGiven() {
        FederationSettings settings = parse(
                "topics: {updatePartitions: 4, replicationFactor: 3}",
                "round: {goal: 7, quorum: 2, deadline: 2h, maxStaleness: 0, stalenessExponent: 1.5,"
                        + " normalization: weights}",
                "admission: {maxDeltaNorm: 0.5, clippingNorm: 0.25, maxExampleCount: 99, exampleCountCap: 9, oneUpdatePerVersion: false,"
                        + " holdTimeout: 5 s, maxHeldBytes: 2GiB}",
                "combining: {interval: 5ms, maxUpdates: 12}",
                "model: {keepVersions: 2}",
                "evaluation: {minReports: 5, window: 1h, exampleCountCap: 500, metric: loss, better: lower,"
                        + " stop: {target: -0.5, patience: 7, minProgress: 0.01}, guard: {maxFall: 0.2, action: rollback}}");

        assertThat(settings.topicPlan().updatePartitions()).isEqualTo(4);
        assertThat(settings.topicPlan().replicationFactor()).isEqualTo((short) 3);
        assertThat(settings.round())
                .isEqualTo(new RoundSettings(Mode.ASYNC, 1, 7, 2, Duration.ofHours(2), 0, 1.5, Normalization.WEIGHTS));
        assertThat(settings.admission())
                .isEqualTo(new AdmissionSettings(0.5, 0.25, 99, 9, false, Duration.ofSeconds(5), 2L << 30));
        assertThat(settings.combining()).isEqualTo(new CombiningSettings(Duration.ofMillis(5), 12));
        assertThat(settings.model()).isEqualTo(new ModelSettings(2, ModelSettings.Encoding.FLOAT32));
        assertThat(settings.evaluation())
                .isEqualTo(new EvaluationSettings(
                        5,
                        Duration.ofHours(1),
                        500,
                        "loss",
                        Direction.LOWER,
                        new StopSettings(OptionalDouble.of(-0.5), 7, 0.01),
                        new GuardSettings(OptionalDouble.of(0.2), GuardAction.ROLLBACK)));
    }

    @Test
    void shouldDeriveDefaultsWhenTheyRestOnOtherSettings() {
        assertThat(parse("round: {goal: 1}").round().quorum()).isEqualTo(1);
        assertThat(parse("round: {goal: 9}").round().quorum()).isEqualTo(4);
        assertThat(parse("admission: {maxExampleCount: 77}").admission().exampleCountCap())
                .isEqualTo(77);
    }

    @Test
    void shouldTakeDefaultsWhenSectionOrValueIsEmpty() {
        assertThat(parse("round:", "admission: {maxDeltaNorm: }")).isEqualTo(parse());
    }

    @Test
    void shouldAskForTheDirectionWhenTheMetricIsNotAccuracy() {
        assertThatThrownBy(() -> parse("evaluation: {metric: loss}"))
                .isInstanceOf(FederationException.class)
                .hasMessage("evaluation.better must be higher or lower where metric is not accuracy, was absent");
    }

    @Test
    void shouldNameRulesInProvenanceWhenTheyAreOn() {
        assertThat(parse("evaluation: {minReports: 9}").provenance().keySet())
                .noneMatch(key -> key.startsWith("evaluation"));
        assertThat(parse("evaluation: {guard: {maxFall: 0.1}, stop: {target: 0.9, patience: 4}}")
                        .provenance())
                .containsEntry("evaluation.minReports", "3")
                .containsEntry("evaluation.metric", "accuracy")
                .containsEntry("evaluation.guard.maxFall", "0.1")
                .containsEntry("evaluation.guard.action", "mark")
                .containsEntry("evaluation.stop.target", "0.9")
                .containsEntry("evaluation.stop.patience", "4");
    }

    @ParameterizedTest
    @CsvSource({"10,1,0,10", "10,4,0,3", "10,4,2,2", "1000000,1,0,4096", "3,8,0,1"})
    void shouldForwardAfterShareOfGoalWhenMaxUpdatesIsZero(int goal, int partitions, int maxUpdates, int expected) {
        assertThat(new CombiningSettings(Duration.ZERO, maxUpdates).effectiveMaxUpdates(goal, partitions))
                .isEqualTo(expected);
    }

    @ParameterizedTest
    @CsvSource({
        "topics.updatePartitions,1,1000",
        "topics.replicationFactor,-1,32",
        "round.goal,1,1000000",
        "round.maxStaleness,0,1000",
        "round.stalenessExponent,0,10",
        "strategy.serverLearningRate,1e-6,1e3",
        "strategy.maxMemory,1MiB,16384GiB",
        "admission.clippingNorm,0,1e12",
        "admission.maxDeltaNorm,1e-12,1e12",
        "admission.maxExampleCount,1,1000000000000",
        "admission.exampleCountCap,1,1000000000000",
        "admission.holdTimeout,100ms,1d",
        "admission.maxHeldBytes,1MiB,1024GiB",
        "combining.interval,1ms,1h",
        "combining.maxUpdates,0,4096",
        "model.keepVersions,2,10000",
        "evaluation.minReports,3,1000",
        "evaluation.window,1s,7d",
        "evaluation.exampleCountCap,1,1000000000000",
        "evaluation.stop.target,-1e12,1e12",
        "evaluation.stop.patience,0,10000",
        "evaluation.stop.minProgress,0,1e12",
        "evaluation.guard.maxFall,0,1e12",
        "round.deadline,100ms,7d"
    })
    void shouldTakeBothBoundsWhenTheyAreGiven(String path, String least, String greatest) {
        assertThat(parse(at(path, least))).isNotNull();
        assertThat(parse(at(path, greatest))).isNotNull();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "topics.updatePartitions | 0 | a whole number from 1 to 1000",
                "topics.updatePartitions | 1001 | a whole number from 1 to 1000",
                "topics.replicationFactor | 33 | a whole number from -1 to 32",
                "round.goal | 0 | a whole number from 1 to 1000000",
                "round.goal | 1000001 | a whole number from 1 to 1000000",
                "round.goal | 2.5 | a whole number from 1 to 1000000",
                "round.goal | many | a whole number from 1 to 1000000",
                "round.goal | 99999999999999999999 | a whole number from 1 to 1000000",
                "round.goal | [1] | a whole number from 1 to 1000000",
                "evaluation.minReports | 2 | a whole number from 3 to 1000",
                "evaluation.metric | val accuracy | 1 to 64 characters of A-Z a-z 0-9 _ . -",
                "evaluation.better | up | one of [higher, lower]",
                "evaluation.stop.target | best | a number from -1.0E12 to 1.0E12",
                "evaluation.guard.maxFall | -0.1 | a number from 0.0 to 1.0E12",
                "evaluation.guard.action | stop | one of [mark, rollback]",
                "round.quorum | 11 | a whole number from 1 to 10",
                "round.quorum | 0 | a whole number from 1 to 10",
                "round.deadline | 5 | a duration such as 500ms, 30s, 5m or 2h, from 100ms to 7d",
                "round.deadline | 99ms | a duration such as 500ms, 30s, 5m or 2h, from 100ms to 7d",
                "round.deadline | 8d | a duration such as 500ms, 30s, 5m or 2h, from 100ms to 7d",
                "round.deadline | -5s | a duration such as 500ms, 30s, 5m or 2h, from 100ms to 7d",
                "round.deadline | 5 weeks | a duration such as 500ms, 30s, 5m or 2h, from 100ms to 7d",
                "round.deadline | 999999999999d | a duration such as 500ms, 30s, 5m or 2h, from 100ms to 7d",
                "round.maxStaleness | -1 | a whole number from 0 to 1000",
                "round.stalenessExponent | -0.1 | a number from 0.0 to 10.0",
                "round.normalization | sum | one of [examples, weights]",
                "strategy.serverLearningRate | 0 | a number from 1.0E-6 to 1000.0",
                "admission.maxDeltaNorm | 0 | a number from 1.0E-12 to 1.0E12",
                "admission.maxDeltaNorm | high | a number from 1.0E-12 to 1.0E12",
                "admission.oneUpdatePerVersion | sometimes | true or false",
                "admission.oneUpdatePerVersion | 1 | true or false",
                "admission.maxHeldBytes | 1KiB | a size such as 64MiB or 1GiB, from 1048576 to 1099511627776 bytes",
                "admission.maxHeldBytes | 1MB | a size such as 64MiB or 1GiB, from 1048576 to 1099511627776 bytes",
                // 2^34 + 1 GiB would be 1 GiB if it wrapped around.
                "admission.maxHeldBytes | 17179869185GiB | a size such as 64MiB or 1GiB, from 1048576 to 1099511627776"
                        + " bytes",
                "combining.maxUpdates | 4097 | a whole number from 0 to 4096",
                "model.keepVersions | 1 | a whole number from 2 to 10000",
                "round | 5 | a section of settings",
                "round | [5] | a section of settings"
            })
    void shouldNamePathBoundAndValueWhenValueIsOutOfBounds(String path, String value, String bound) {
        assertThatThrownBy(() -> parse(at(path, value)))
                .isInstanceOf(FederationException.class)
                .hasMessageStartingWith(path + " must be " + bound + ", was ")
                .hasMessageEndingWith(value);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "~", "''", "[a]", "{a: b}"})
    void shouldAskForTheNameWhenItIsNoText(String name) {
        assertThatThrownBy(() -> FederationSettings.parse("federation: " + name))
                .isInstanceOf(FederationException.class)
                .hasMessageStartingWith("federation must be given as text, was ");
    }

    @ParameterizedTest
    @ValueSource(strings = {"Upper", "under_score", "dot.dot", "-first", "ümlaut", "a b"})
    void shouldRefuseTheNameWhenTopicsCouldNotBearIt(String name) {
        assertThatThrownBy(() -> FederationSettings.parse("federation: " + name))
                .isInstanceOf(FederationException.class)
                .hasMessageContaining("federation must be 1 to 63 characters")
                .hasMessageEndingWith("was '" + name + "'");
    }

    @ParameterizedTest
    @CsvSource({"goal,goal", "round.gaol,round.gaol", "admission.quorum,admission.quorum", "rounds.goal,rounds"})
    void shouldNamePathWhenKeyIsUnknown(String path, String unknown) {
        assertThatThrownBy(() -> parse(at(path, "5")))
                .isInstanceOf(FederationException.class)
                .hasMessageStartingWith(unknown + " must be a known setting; known here: [");
    }

    static Stream<String> noSettings() {
        return Stream.of("", "   \n", "# only a comment", "- a\n- b", "just text", "5", "null");
    }

    @ParameterizedTest
    @MethodSource("noSettings")
    void shouldSayWhatSettingsLookLikeWhenThereAreNone(String yaml) {
        assertThatThrownBy(() -> FederationSettings.parse(yaml))
                .isInstanceOf(FederationException.class)
                .hasMessage("settings must be 'key: value' lines in YAML, beginning with federation:");
    }

    static Stream<String> noYaml() {
        return Stream.of(
                "federation: test\nround: {goal: 5",
                "federation: test\n\tround: 5",
                "federation: 'test",
                "federation: test\nfederation: again",
                "federation: test\nround:\n  goal: 5\n  goal: 6",
                "federation: test\n---\nfederation: second",
                "federation: \u0007",
                "federation: test\nround: {stalenessExponent: .nan}",
                "a: " + "[".repeat(5000));
    }

    @ParameterizedTest
    @MethodSource("noYaml")
    void shouldSayInOneLineWhatIsWrongWhenItIsNoYaml(String yaml) {
        assertThatThrownBy(() -> FederationSettings.parse(yaml))
                .isInstanceOf(FederationException.class)
                .satisfies(e -> assertThat(e.getMessage().lines()).hasSize(1))
                .satisfies(e -> assertThat(e.getMessage()).hasSizeLessThan(300));
    }

    @Test
    void shouldNameTheFileWhenItsContentIsWrong(@TempDir Path directory) throws IOException {
        Path file = Files.writeString(directory.resolve("federation.yaml"), "federation: test\nround: {goal: 0}");

        assertThatThrownBy(() -> FederationSettings.load(file))
                .isInstanceOf(FederationException.class)
                .hasMessage(file + ": round.goal must be a whole number from 1 to 1000000, was 0");
    }

    @Test
    void shouldNameTheFileWhenItCannotBeRead(@TempDir Path directory) throws IOException {
        Path notText =
                Files.write(directory.resolve("latin.yaml"), "federation: ü".getBytes(StandardCharsets.ISO_8859_1));
        Path large = Files.write(directory.resolve("large.yaml"), new byte[(1 << 16) + 1]);

        assertThatThrownBy(() -> FederationSettings.load(notText))
                .isInstanceOf(FederationException.class)
                .hasMessageStartingWith(notText + " must be text in UTF-8, has a byte that is none at position 12");
        for (Path file : new Path[] {directory.resolve("missing.yaml"), directory}) {
            assertThatThrownBy(() -> FederationSettings.load(file))
                    .isInstanceOf(FederationException.class)
                    .hasMessageStartingWith(file + " must be a readable settings file: ");
        }
        assertThatThrownBy(() -> FederationSettings.load(large))
                .isInstanceOf(FederationException.class)
                .hasMessage(large + ": settings must have at most 65536 bytes, had 65537");
    }

    @Test
    void shouldChangeTheStrategyAloneWhenAskedForAnother() {
        FederationSettings settings = parse("round: {goal: 7}", "strategy: {name: fedAvgM, momentum: 0.5}");

        FederationSettings other = settings.withStrategy("median");

        assertThat(other.strategy().name()).isEqualTo("median");
        assertThat(other.round()).isEqualTo(settings.round());
        assertThatThrownBy(() -> settings.withStrategy("best"))
                .isInstanceOf(FederationException.class)
                .hasMessageContaining("strategy.name");
    }

    @Test
    void shouldShowWhatShapesAVersionWhenAskedForProvenance() {
        assertThat(parse("round: {goal: 4, deadline: 2s}").provenance())
                .containsEntry("round.goal", "4")
                .containsEntry("round.quorum", "2")
                .containsEntry("round.deadline", "2000ms")
                .containsEntry("round.normalization", "examples")
                .containsEntry("admission.maxDeltaNorm", "1000.0")
                .hasSize(16);
    }
}
