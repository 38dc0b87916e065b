package dev.tributary.aggregator.recovery;

import static dev.tributary.aggregator.harness.UpdateFixtures.update;
import static org.assertj.core.api.Assertions.assertThat;

import dev.tributary.aggregator.harness.CrashPlans;
import dev.tributary.aggregator.harness.CrashRun;
import dev.tributary.aggregator.harness.CrashRun.Plan;
import dev.tributary.aggregator.harness.CrashRun.Step;
import dev.tributary.aggregator.harness.ModelFixtures;
import dev.tributary.aggregator.harness.ModelLog;
import dev.tributary.aggregator.harness.RecordedLog;
import dev.tributary.aggregator.harness.Records;
import dev.tributary.aggregator.harness.ScriptFixtures;
import dev.tributary.aggregator.harness.SettingsFixtures;
import dev.tributary.aggregator.harness.StageTask;
import dev.tributary.aggregator.harness.Stages;
import dev.tributary.aggregator.topology.NodeNames;
import dev.tributary.aggregator.version.NewestVersion;
import dev.tributary.federation.settings.FederationSettings;
import dev.tributary.schemas.avro.Rejection;
import dev.tributary.schemas.avro.RoundMembers;
import dev.tributary.schemas.globalmodel.GlobalModel;
import dev.tributary.schemas.layout.ParameterLayout;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.LongStream;
import org.apache.kafka.streams.KeyValue;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Both stages, one after the other: what clients sent, what was published. */
class CrashRecoveryTest {

    private static final int CHUNK_BYTES = 1024;

    private static final FederationSettings SETTINGS = SettingsFixtures.settings(
            "round: {goal: 3, maxStaleness: 2, deadline: 7d}",
            "admission: {holdTimeout: 1d}",
            "combining: {interval: 1ms, maxUpdates: 2}");

    /** What is left of a run: enough to tell it from another. */
    private record Published(List<List<Float>> versions, List<String> members, List<String> rejections) {}

    static LongStream seeds() {
        return LongStream.rangeClosed(1, 15);
    }

    @ParameterizedTest(name = "seed {0}")
    @MethodSource("seeds")
    void shouldPublishSameBitsWhenBothStagesCrash(long seed) {
        List<Step> script = ScriptFixtures.random(seed, 250);

        Published expected = run(script, Plan.UNINTERRUPTED, steps -> Plan.UNINTERRUPTED);
        Published actual =
                run(script, CrashPlans.random(seed, script.size()), steps -> CrashPlans.random(seed + 1000, steps));

        assertThat(expected.versions()).hasSizeGreaterThan(3);
        assertThat(expected.members()).doesNotHaveDuplicates();
        assertThat(actual).isEqualTo(expected);
    }

    private static Published run(
            List<Step> script, Plan admissionPlan, java.util.function.IntFunction<Plan> roundPlan) {
        RecordedLog log = new RecordedLog();
        StageTask admission = Stages.admission(SETTINGS, 0, CHUNK_BYTES, log);
        remember(log, admission, script);
        CrashRun first = new CrashRun(admission, new ModelLog()).run(script, admissionPlan);

        ModelLog models = new ModelLog();
        models.write(ModelFixtures.initial(new float[ScriptFixtures.PARAMETERS]), CHUNK_BYTES);
        StageTask round = Stages.round(SETTINGS, CHUNK_BYTES, models, log);
        List<Step> partials = steps(first.output(NodeNames.PARTIALS_SINK));
        remember(log, round, partials);
        CrashRun second = new CrashRun(round, models).run(partials, roundPlan.apply(partials.size()));
        return new Published(
                models.published().stream().map(CrashRecoveryTest::parameters).toList(),
                Records.ofType(RoundMembers.class, second.output(NodeNames.ROUNDS_SINK)).stream()
                        .flatMap(part -> part.getMembers().stream())
                        .map(member -> member.getUpdateId())
                        .toList(),
                Records.ofType(Rejection.class, first.output(NodeNames.REFUSAL_NOTICES)).stream()
                        .map(rejection -> rejection.getReason() + " at " + rejection.getOffset())
                        .toList());
    }

    private static void remember(RecordedLog log, StageTask task, List<Step> script) {
        script.stream()
                .filter(step -> step.record() != null)
                .forEach(step -> log.append(task.input(), step.offset(), step.record()));
    }

    private static List<Step> steps(List<KeyValue<String, byte[]>> records) {
        List<Step> steps = new ArrayList<>();
        for (int i = 0; i < records.size(); i++) {
            steps.add(new Step(records.get(i), 2L * i, null));
        }
        return steps;
    }

    private static List<Float> parameters(GlobalModel model) {
        List<Float> parameters = new ArrayList<>();
        for (float parameter : model.parameters()) {
            parameters.add(parameter);
        }
        return parameters;
    }

    @Test
    void shouldNotCountDuplicateWhenTaskMovesToAnInstanceThatLags() {
        // Given: a task that has forgotten an update of version 0, since it could only come again as stale
        StageTask task = Stages.admission(SETTINGS, 0, CHUNK_BYTES, new RecordedLog());
        task.showVersion(version(0));
        task.start(0);
        task.process(0, update().record(), 0);
        task.tick(1000);
        task.showVersion(version(5));
        task.tick(2000);
        task.takeForwarded();
        task.commit();

        // When: it goes on where version 1 is the newest that was seen
        task.showVersion(version(1));
        task.start(3000);
        task.process(1, update().record(), 3000);
        task.tick(4000);

        // Then
        List<KeyValue<String, byte[]>> forwarded = task.takeForwarded().stream()
                .map(forward -> KeyValue.<String, byte[]>pair(
                        forward.record().key(), forward.record().value()))
                .toList();
        assertThat(Records.ofType(Rejection.class, forwarded))
                .extracting(Rejection::getReason)
                .containsExactly("STALE_VERSION");
        assertThat(forwarded).hasSize(1);
    }

    private static NewestVersion version(long version) {
        return new NewestVersion(version, 4, ParameterLayout.flat(4).fingerprint());
    }
}
