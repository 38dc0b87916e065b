package dev.tributary.aggregator.recovery;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tributary.aggregator.harness.CrashPlans;
import dev.tributary.aggregator.harness.CrashRun;
import dev.tributary.aggregator.harness.CrashRun.Plan;
import dev.tributary.aggregator.harness.CrashRun.Step;
import dev.tributary.aggregator.harness.ModelFixtures;
import dev.tributary.aggregator.harness.ModelLog;
import dev.tributary.aggregator.harness.PartialScripts;
import dev.tributary.aggregator.harness.RecordedLog;
import dev.tributary.aggregator.harness.SettingsFixtures;
import dev.tributary.aggregator.harness.StageTask;
import dev.tributary.aggregator.harness.Stages;
import dev.tributary.federation.settings.FederationSettings;
import java.util.List;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Stage 2 publishes the same versions, bit for bit and each once, wherever it commits and crashes, when the chunks of
 * partial sums from two partitions interleave and rounds close in between.
 */
class RoundCrashTest {

    private static final FederationSettings SETTINGS =
            SettingsFixtures.settings("round: {goal: 4, deadline: 7d}", "model: {keepVersions: 2}");

    private static CrashRun run(List<Step> script, Plan plan) {
        RecordedLog log = new RecordedLog();
        ModelLog models = new ModelLog();
        models.write(ModelFixtures.initial(new float[PartialScripts.PARAMETERS]), PartialScripts.CHUNK_BYTES);
        StageTask task = Stages.round(SETTINGS, PartialScripts.CHUNK_BYTES, models, log);
        script.stream()
                .filter(step -> step.record() != null)
                .forEach(step -> log.append(task.input(), step.offset(), step.record()));
        return new CrashRun(task, models).run(script, plan);
    }

    static LongStream manySeeds() {
        return LongStream.rangeClosed(1, 40);
    }

    @ParameterizedTest(name = "seed {0}")
    @ValueSource(longs = 2)
    @Tag("chaos")
    void shouldPublishSameVersionsOfFurtherScriptsWhenItCrashesAtAnyStepAfterAnyCommit(long seed) {
        shouldPublishSameVersionsWhenItCrashesAtAnyStepAfterAnyCommit(seed);
    }

    @ParameterizedTest(name = "seed {0}")
    @ValueSource(longs = 1)
    void shouldPublishSameVersionsWhenItCrashesAtAnyStepAfterAnyCommit(long seed) {
        List<Step> script = PartialScripts.random(seed, 45);
        List<String> expected = run(script, Plan.UNINTERRUPTED).committed();
        assertThat(expected).filteredOn(record -> record.contains("/head")).hasSizeGreaterThan(1);

        for (Plan plan : CrashPlans.each(script.size())) {
            assertThat(run(script, plan).committed()).as("%s", plan).isEqualTo(expected);
        }
    }

    @ParameterizedTest(name = "seed {0}")
    @MethodSource("manySeeds")
    void shouldPublishSameVersionsWhenItCrashesAgainAndAgain(long seed) {
        List<Step> script = PartialScripts.random(seed, 200);

        assertThat(run(script, CrashPlans.random(seed, script.size())).committed())
                .isEqualTo(run(script, Plan.UNINTERRUPTED).committed());
    }
}
