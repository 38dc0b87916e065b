package dev.tributary.aggregator.recovery;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tributary.aggregator.harness.CrashPlans;
import dev.tributary.aggregator.harness.CrashRun;
import dev.tributary.aggregator.harness.CrashRun.Plan;
import dev.tributary.aggregator.harness.CrashRun.Step;
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
import java.util.stream.LongStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Stage 1 writes the same records, bit for bit and each once, wherever it commits and crashes: partial sums with their
 * members, and rejections. Deltas are not integers, so that another order of additions would show.
 */
class AdmissionCrashTest {

    private static final FederationSettings SETTINGS = SettingsFixtures.settings(
            "round: {goal: 4, maxStaleness: 2}",
            "admission: {holdTimeout: 1d}",
            // A tick forwards whatever there is, whenever the task was started.
            "combining: {interval: 1ms, maxUpdates: 4}");

    /** What can be done beside the task is done as late as can be: so much is undecided when a crash comes. */
    private static CrashRun run(FederationSettings settings, List<Step> script, Plan plan) {
        return run(settings, script, plan, SideWorks.LAZY);
    }

    private static CrashRun run(FederationSettings settings, List<Step> script, Plan plan, SideWork.Factory sideWork) {
        RecordedLog log = new RecordedLog();
        StageTask task = Stages.admission(settings, 0, 1024, log, sideWork);
        script.stream()
                .filter(step -> step.record() != null)
                .forEach(step -> log.append(task.input(), step.offset(), step.record()));
        return new CrashRun(task, new ModelLog()).run(script, plan);
    }

    static LongStream fewSeeds() {
        return LongStream.rangeClosed(1, 2);
    }

    static LongStream manySeeds() {
        return LongStream.rangeClosed(1, 60);
    }

    @ParameterizedTest(name = "seed {0}")
    @MethodSource("fewSeeds")
    void shouldWriteSameRecordsWhenItCrashesAtAnyStepAfterAnyCommit(long seed) {
        List<Step> script = ScriptFixtures.random(seed, 40);
        List<String> expected = run(SETTINGS, script, Plan.UNINTERRUPTED).committed();
        assertThat(expected).hasSizeGreaterThan(5);

        for (Plan plan : CrashPlans.each(script.size())) {
            assertThat(run(SETTINGS, script, plan).committed()).as("%s", plan).isEqualTo(expected);
        }
    }

    @ParameterizedTest(name = "seed {0}")
    @MethodSource("manySeeds")
    void shouldWriteSameRecordsWhenItCrashesAgainAndAgain(long seed) {
        List<Step> script = ScriptFixtures.random(seed, 250);

        assertThat(run(SETTINGS, script, CrashPlans.random(seed, script.size())).committed())
                .isEqualTo(run(SETTINGS, script, Plan.UNINTERRUPTED).committed());
    }

    @ParameterizedTest(name = "seed {0}")
    @MethodSource("manySeeds")
    void shouldWriteSameRecordsWhenRoomIsShort(long seed) {
        List<Step> script = ScriptFixtures.random(seed, 250);
        FederationSettings tight = SettingsFixtures.withMaxHeldBytes(SETTINGS, 22_000);

        List<String> expected = run(tight, script, Plan.UNINTERRUPTED).committed();
        assertThat(run(tight, script, CrashPlans.random(seed, script.size())).committed())
                .isEqualTo(expected);
    }

    @ParameterizedTest(name = "seed {0}")
    @MethodSource("manySeeds")
    void shouldDecideTheSameWhenPayloadsAreMeasuredLate(long seed) {
        List<Step> script = ScriptFixtures.random(seed, 250);
        for (FederationSettings settings : List.of(SETTINGS, SettingsFixtures.withMaxHeldBytes(SETTINGS, 22_000))) {
            List<String> atOnce =
                    run(settings, script, Plan.UNINTERRUPTED, SideWorks.AT_ONCE).committed();
            List<String> late =
                    run(settings, script, Plan.UNINTERRUPTED, SideWorks.LAZY).committed();
            // Only the order of records on different topics, and of the rejections of different clients, may differ.
            assertThat(late).containsExactlyInAnyOrderElementsOf(atOnce);
            assertThat(partials(late)).isEqualTo(partials(atOnce));
        }
    }

    private static List<String> partials(List<String> records) {
        return records.stream()
                .filter(record -> record.startsWith(NodeNames.PARTIALS_SINK))
                .toList();
    }
}
