package dev.tributary.federation.settings;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tributary.aggregation.AggregationStrategy;
import dev.tributary.aggregation.registry.Strategies;
import dev.tributary.arithmetic.Weighting;
import dev.tributary.schemas.FederationException;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

class StrategySettingsTest {

    private static FederationSettings parse(String... lines) {
        return FederationSettings.parse("federation: test\nprivacy: {masking: off}\n" + String.join("\n", lines));
    }

    private static StrategySettings strategy(String section) {
        return parse("strategy: {" + section + "}").strategy();
    }

    static Stream<String> names() {
        return Strategies.STANDARD.names().stream();
    }

    @Test
    void shouldAverageByExamplesWhenNothingIsSet() {
        assertThat(parse().strategy())
                .isEqualTo(new StrategySettings(
                        "fedAvg",
                        Weighting.EXAMPLES,
                        1L << 30,
                        Map.of("serverLearningRate", "1.0", "schedule", "constant")));
    }

    @ParameterizedTest
    @MethodSource("names")
    void shouldMakeTheStrategyThatIsNamedWhenOnlyTheNameIsGiven(String name) {
        String reference = name.equals("flTrust") ? ", referenceClient: root" : "";
        StrategySettings settings = strategy("name: " + name + reference);
        AggregationStrategy strategy = settings.create();

        assertThat(strategy.name()).isEqualTo(name);
        assertThat(settings.options()).containsKeys("serverLearningRate", "schedule");
    }

    @Test
    void shouldTakeOwnSettingsOfStrategyAndServerOptimizerWhenGiven() {
        StrategySettings settings = parse(
                        "round: {goal: 12, quorum: 11}",
                        "strategy: {name: bulyan, byzantine: 2, serverOptimizer: fedAvgM, momentum: 0.5, weighting: uniform,"
                                + " serverLearningRate: 0.25, schedule: cosine, scheduleRounds: 30, maxMemory: 2GiB}")
                .strategy();

        assertThat(settings)
                .isEqualTo(new StrategySettings(
                        "bulyan",
                        Weighting.UNIFORM,
                        2L << 30,
                        Map.of(
                                "byzantine", "2",
                                "serverOptimizer", "fedAvgM",
                                "momentum", "0.5",
                                "serverLearningRate", "0.25",
                                "schedule", "cosine",
                                "scheduleRounds", "30",
                                "scheduleFloor", "0.0",
                                "scheduleStart", "0")));
        assertThat(settings.create().stateVectors()).containsExactly("fedAvgM.velocity");
        assertThat(settings.create().leastClients()).isEqualTo(11);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "name: fedSgd | strategy.name must be one of [fedAvg, fedAvgM, fedAdagrad, fedAdam, fedYogi, median,"
                        + " trimmedMean, normClipping, krum, multiKrum, bulyan, centredClipping, flTrust], was fedSgd",
                "name: 5 | strategy.name must be one of [fedAvg, fedAvgM, fedAdagrad, fedAdam, fedYogi, median,"
                        + " trimmedMean, normClipping, krum, multiKrum, bulyan, centredClipping, flTrust], was 5",
                "weighting: some | strategy.weighting must be one of [examples, uniform], was some",
                "name: fedAvgM, momentum: 1 | strategy.momentum must be a number from 0.0 to 0.9999, was 1",
                "name: fedAdam, beta2: -0.1 | strategy.beta2 must be a number from 0.0 to 0.9999, was -0.1",
                "name: fedYogi, tau: 0 | strategy.tau must be a number from 1.0E-9 to 1.0, was 0",
                "name: trimmedMean, trim: 0.5 | strategy.trim must be a number from 0.001 to 0.499, was 0.5",
                "name: krum, byzantine: 0 | strategy.byzantine must be a whole number from 1 to 100000, was 0",
                "name: krum, byzantine: 1.5 | strategy.byzantine must be a whole number from 1 to 100000, was 1.5",
                "name: centredClipping, radius: 0 | strategy.radius must be a number from 1.0E-9 to 1.0E12, was 0",
                "name: flTrust | strategy.referenceClient must be given as text, was absent",
                "name: flTrust, referenceClient: a b | strategy.referenceClient must be a text that matches"
                        + " [A-Za-z0-9-]{1,64}, was a b",
                "name: median, serverOptimizer: krum | strategy.serverOptimizer must be one of [fedAvg, fedAvgM,"
                        + " fedAdagrad, fedAdam, fedYogi], was krum",
                "schedule: linear | strategy.schedule must be one of [constant, exponential, step, cosine,"
                        + " inverse_sqrt], was linear",
                "schedule: step, scheduleRounds: 0 | strategy.scheduleRounds must be a whole number from 1 to"
                        + " 1000000000, was 0"
            })
    void shouldNamePathBoundAndValueWhenOneIsOutOfBounds(String section, String message) {
        assertThatThrownBy(() -> strategy(section))
                .isInstanceOf(FederationException.class)
                .hasMessage(message);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "name: fedAvg, momentum: 0.9 | momentum",
                "name: fedAvgM, beta1: 0.9 | beta1",
                "name: fedAvg, serverOptimizer: fedAvgM | serverOptimizer",
                "scheduleRounds: 3 | scheduleRounds"
            })
    void shouldRefuseASettingOfAnotherStrategyWhenItWouldDoNothing(String section, String key) {
        assertThatThrownBy(() -> strategy(section))
                .isInstanceOf(FederationException.class)
                .hasMessageStartingWith("strategy." + key + " must be a known setting; known here: [name, ");
    }

    @ParameterizedTest
    @CsvSource({"krum,2,7", "multiKrum,1,5", "bulyan,1,7", "bulyan,3,15"})
    void shouldRefuseGoalAndQuorumWhenTheyAreBelowWhatTheStrategyNeeds(String name, int byzantine, int least) {
        String section = "strategy: {name: " + name + ", byzantine: " + byzantine + "}";

        assertThatCode(() -> parse(section, "round: {goal: " + least + ", quorum: " + least + "}"))
                .doesNotThrowAnyException();
        assertThatThrownBy(() -> parse(section, "round: {goal: " + (least - 1) + "}"))
                .isInstanceOf(FederationException.class)
                .hasMessageStartingWith(
                        "round.goal must be at least " + least + " with strategy " + name + " {byzantine=" + byzantine)
                .hasMessageContaining("was " + (least - 1) + "; raise it");
        assertThatThrownBy(() -> parse(section, "round: {goal: 20, quorum: " + (least - 1) + "}"))
                .isInstanceOf(FederationException.class)
                .hasMessageStartingWith("round.quorum must be at least " + least + " with strategy " + name)
                .hasMessageNotContaining("\n");
    }

    @Test
    void shouldRaiseTheQuorumThatIsNotGivenWhenTheStrategyNeedsMore() {
        assertThat(parse("strategy: {name: krum, byzantine: 3}").round().quorum())
                .isEqualTo(9);
        assertThat(parse("strategy: {name: krum, byzantine: 1}", "round: {goal: 40}")
                        .round()
                        .quorum())
                .isEqualTo(20);
    }

    @Test
    void shouldNameStrategyNeedBoundAndRemedyWhenMemoryDoesNotSuffice() {
        StrategySettings settings = strategy("name: median, maxMemory: 100MiB");

        assertThatCode(() -> settings.requireMemory(1_000_000, 10)).doesNotThrowAnyException();
        assertThatThrownBy(() -> settings.requireMemory(11_700_000, 10))
                .isInstanceOf(FederationException.class)
                .hasMessage("strategy.maxMemory must be at least 561600000 bytes for strategy median with 11700000"
                        + " parameters and round.goal 10, was 104857600; raise it (and the heap), lower round.goal, or take a"
                        + " strategy that needs no single updates, such as fedAvg");
    }

    @Test
    void shouldCountExamplesOrUpdatesAsTheWeightingSays() {
        assertThat(Weighting.EXAMPLES.count(600)).isEqualTo(600);
        assertThat(Weighting.UNIFORM.count(600)).isEqualTo(1);
    }

    @Test
    void shouldShowEachSettingInEffectWhenAskedForProvenance() {
        assertThat(parse("strategy: {name: fedAvgM}").provenance())
                .containsEntry("strategy.name", "fedAvgM")
                .containsEntry("strategy.weighting", "examples")
                .containsEntry("strategy.momentum", "0.9")
                .containsEntry("strategy.serverLearningRate", "1.0")
                .containsEntry("strategy.schedule", "constant")
                .containsEntry("admission.clippingNorm", "0.0")
                .doesNotContainKey("strategy.maxMemory");
    }
}
