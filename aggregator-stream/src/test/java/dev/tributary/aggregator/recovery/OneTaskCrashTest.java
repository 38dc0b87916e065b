package dev.tributary.aggregator.recovery;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tributary.aggregator.harness.CrashPlans;
import dev.tributary.aggregator.harness.CrashRun;
import dev.tributary.aggregator.harness.CrashRun.Plan;
import dev.tributary.aggregator.harness.CrashRun.Step;
import dev.tributary.aggregator.harness.ModelFixtures;
import dev.tributary.aggregator.harness.ModelLog;
import dev.tributary.aggregator.harness.RecordedLog;
import dev.tributary.aggregator.harness.ScriptFixtures;
import dev.tributary.aggregator.harness.SettingsFixtures;
import dev.tributary.aggregator.harness.SideWorks;
import dev.tributary.aggregator.harness.StageTask;
import dev.tributary.aggregator.harness.Stages;
import dev.tributary.aggregator.sidework.SideWork;
import dev.tributary.aggregator.topology.NodeNames;
import dev.tributary.federation.settings.FederationSettings;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Both stages in one task publish the same versions, rounds and rejections, bit for bit and each once, wherever the task
 * commits and crashes: in the middle of an update, of a partial sum, and of a round of several partial sums. Deltas are
 * not integers, so that another order of additions would show.
 */
class OneTaskCrashTest {

    private static final int CHUNK_BYTES = 1024;

    static FederationSettings settings(String strategy) {
        return SettingsFixtures.settings(
                "round: {goal: 3, quorum: 3, maxStaleness: 10, deadline: 7d}",
                "admission: {holdTimeout: 1d, clippingNorm: 300, oneUpdatePerVersion: false}",
                "model: {keepVersions: 2}",
                // A tick hands over whatever there is, so that a round has several partial sums.
                "combining: {interval: 1ms, maxUpdates: 2}",
                "strategy: {name: " + strategy + "}");
    }

    /** What can be done beside the task is done as late as can be: so much is undecided when a crash comes. */
    private static CrashRun run(FederationSettings settings, List<Step> script, Plan plan) {
        return run(settings, script, plan, SideWorks.LAZY);
    }

    private static CrashRun run(FederationSettings settings, List<Step> script, Plan plan, SideWork.Factory sideWork) {
        RecordedLog log = new RecordedLog();
        ModelLog models = new ModelLog();
        models.write(ModelFixtures.initial(new float[ScriptFixtures.PARAMETERS]), CHUNK_BYTES);
        StageTask task = Stages.oneTask(settings, CHUNK_BYTES, models, log, sideWork);
        script.stream()
                .filter(step -> step.record() != null)
                .forEach(step -> log.append(task.input(), step.offset(), step.record()));
        return new CrashRun(task, models).run(script, plan);
    }

    static Stream<Arguments> strategies() {
        return strategiesAndSeeds(1, 1);
    }

    static Stream<Arguments> strategiesAndFurtherSeeds() {
        return strategiesAndSeeds(2, 2);
    }

    static Stream<Arguments> strategiesAndManySeeds() {
        return strategiesAndSeeds(1, 40);
    }

    private static Stream<Arguments> strategiesAndSeeds(int first, int last) {
        return Stream.of("fedAvg", "fedAdam", "median")
                .flatMap(strategy -> IntStream.rangeClosed(first, last).mapToObj(seed -> Arguments.of(strategy, seed)));
    }

    @ParameterizedTest(name = "{0}, seed {1}")
    @MethodSource("strategiesAndFurtherSeeds")
    @Tag("chaos")
    void shouldPublishSameVersionsOfFurtherScriptsWhenItCrashesAtAnyStepAfterAnyCommit(String strategy, long seed) {
        shouldPublishSameVersionsWhenItCrashesAtAnyStepAfterAnyCommit(strategy, seed);
    }

    @ParameterizedTest(name = "{0}, seed {1}")
    @MethodSource("strategies")
    void shouldPublishSameVersionsWhenItCrashesAtAnyStepAfterAnyCommit(String strategy, long seed) {
        List<Step> script = ScriptFixtures.withoutVersions(seed, 60);
        FederationSettings settings = settings(strategy);
        List<String> expected = run(settings, script, Plan.UNINTERRUPTED).committed();
        assertThat(expected).anyMatch(record -> record.startsWith("rounds-sink round/"));

        for (Plan plan : CrashPlans.each(script.size())) {
            assertThat(run(settings, script, plan).committed()).as("%s", plan).isEqualTo(expected);
        }
    }

    @ParameterizedTest(name = "{0}, seed {1}")
    @MethodSource("strategiesAndManySeeds")
    void shouldPublishSameVersionsWhenItCrashesAgainAndAgain(String strategy, long seed) {
        List<Step> script = ScriptFixtures.withoutVersions(seed, 250);
        FederationSettings settings = settings(strategy);

        List<String> expected = run(settings, script, Plan.UNINTERRUPTED).committed();
        assertThat(expected).anyMatch(record -> record.startsWith("rounds-sink round/3 "));

        assertThat(run(settings, script, CrashPlans.random(seed, script.size())).committed())
                .isEqualTo(expected);
    }

    @ParameterizedTest(name = "{0}, seed {1}")
    @MethodSource("strategiesAndManySeeds")
    void shouldPublishSameVersionsWhenPayloadsAreMeasuredLate(String strategy, long seed) {
        List<Step> script = ScriptFixtures.withoutVersions(seed, 250);
        FederationSettings settings = settings(strategy);

        assertThat(withoutRejections(run(settings, script, Plan.UNINTERRUPTED, SideWorks.LAZY)))
                .isEqualTo(withoutRejections(run(settings, script, Plan.UNINTERRUPTED, SideWorks.AT_ONCE)));
    }

    /** Those of different clients may come in another order. */
    private static List<String> withoutRejections(CrashRun run) {
        return run.committed().stream()
                .filter(record -> !record.startsWith(NodeNames.REFUSAL_NOTICES))
                .toList();
    }
}
