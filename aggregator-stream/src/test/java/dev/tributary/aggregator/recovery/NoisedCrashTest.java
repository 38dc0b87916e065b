package dev.tributary.aggregator.recovery;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tributary.aggregator.harness.CrashPlans;
import dev.tributary.aggregator.harness.CrashRun;
import dev.tributary.aggregator.harness.CrashRun.Plan;
import dev.tributary.aggregator.harness.CrashRun.Step;
import dev.tributary.aggregator.harness.ModelFixtures;
import dev.tributary.aggregator.harness.ModelLog;
import dev.tributary.aggregator.harness.RecordedLog;
import dev.tributary.aggregator.harness.SettingsFixtures;
import dev.tributary.aggregator.harness.StageTask;
import dev.tributary.aggregator.harness.Stages;
import dev.tributary.aggregator.harness.UpdateFixtures;
import dev.tributary.aggregator.topology.NodeNames;
import dev.tributary.federation.settings.FederationSettings;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.streams.KeyValue;
import org.junit.jupiter.api.Test;

/**
 * A federation with noise and without masks publishes the same bytes, rejections and privacy loss wherever it commits and
 * crashes, and so does every attempt that a crash takes back: no sum is ever seen under two noises.
 */
class NoisedCrashTest {

    private static final int CHUNK_BYTES = 1024;
    /** More than a release takes, also if it begins to wait again after a crash. */
    private static final int TICKS = 10;

    private final FederationSettings settings = SettingsFixtures.settings(
            "round: {goal: 3, quorum: 3, maxStaleness: 10, deadline: 7d}",
            "admission: {holdTimeout: 1d, oneUpdatePerVersion: false}",
            "strategy: {weighting: uniform}",
            "privacy: {masking: off, threshold: 2, clippingNorm: 8, noiseMultiplier: 1, participationCap: 2}");

    private static List<Step> script() {
        List<Step> script = new ArrayList<>();
        String[][] rounds = {{"a", "b", "a", "c"}, {"a", "b", "d"}, {"a", "e", "c", "d"}};
        for (int round = 0; round < rounds.length; round++) {
            for (String client : rounds[round]) {
                add(script, client, round);
            }
            for (int i = 0; i < TICKS; i++) {
                script.add(new Step(null, 0, null));
            }
        }
        return script;
    }

    private static void add(List<Step> script, String client, long base) {
        long offset = script.size();
        script.add(new Step(
                UpdateFixtures.update()
                        .from(client)
                        .id(client + "-" + offset)
                        .base(base)
                        .delta(1, -2, 0.3f, offset)
                        .record(),
                offset,
                null));
    }

    private CrashRun run(List<Step> script, Plan plan) {
        RecordedLog log = new RecordedLog();
        ModelLog models = new ModelLog();
        models.write(ModelFixtures.initial(0, 0, 0, 0), CHUNK_BYTES);
        StageTask task = Stages.oneTask(settings, CHUNK_BYTES, models, log);
        script.stream()
                .filter(step -> step.record() != null)
                .forEach(step -> log.append(task.input(), step.offset(), step.record()));
        return new CrashRun(task, models).run(script, plan);
    }

    @Test
    void shouldReleaseTheSameBytesWhenItCrashesAtAnyStepAfterAnyCommit() {
        List<Step> script = script();
        List<String> expected = run(script, Plan.UNINTERRUPTED).committed();
        assertThat(expected)
                .filteredOn(record -> record.startsWith("rounds-sink round/"))
                .hasSize(3);
        assertThat(expected)
                .filteredOn(record -> record.startsWith(NodeNames.REFUSALS_SINK))
                .hasSize(2)
                .anyMatch(record -> record.contains("CLIENT_IN_ROUND"))
                .anyMatch(record -> record.contains("PARTICIPATION_CAP"));

        int abortedVersions = 0;
        for (Plan plan : CrashPlans.each(script.size())) {
            CrashRun run = run(script, plan);
            assertThat(run.committed()).as("%s", plan).isEqualTo(expected);
            abortedVersions += requireSameNumbers(run);
        }
        assertThat(abortedVersions).isPositive();
    }

    private static int requireSameNumbers(CrashRun run) {
        Map<String, byte[]> committed = new HashMap<>();
        run.output(NodeNames.MODEL_SINK).forEach(record -> committed.put(record.key, record.value));
        List<KeyValue<String, byte[]>> chunks = run.aborted().stream()
                .filter(record -> record.key.endsWith("/0"))
                .toList();
        chunks.forEach(record -> assertThat(record.value).isEqualTo(committed.get(record.key)));
        return chunks.size();
    }
}
