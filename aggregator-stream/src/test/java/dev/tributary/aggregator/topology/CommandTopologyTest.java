package dev.tributary.aggregator.topology;

import static dev.tributary.aggregator.harness.UpdateFixtures.update;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import dev.tributary.aggregator.harness.AggregatorHarness;
import dev.tributary.schemas.avro.CloseReason;
import dev.tributary.schemas.avro.FederationState;
import dev.tributary.schemas.avro.MetricSpread;
import dev.tributary.schemas.avro.ModelProposal;
import dev.tributary.schemas.avro.PayloadEncoding;
import dev.tributary.schemas.avro.Rejection;
import dev.tributary.schemas.avro.RollbackCommand;
import dev.tributary.schemas.avro.RoundMode;
import dev.tributary.schemas.avro.RoundResult;
import dev.tributary.schemas.avro.SettingsChange;
import dev.tributary.schemas.avro.Sha256;
import dev.tributary.schemas.avro.UpdateMember;
import dev.tributary.schemas.avro.VersionEvaluation;
import dev.tributary.schemas.codec.PayloadCodecs;
import dev.tributary.schemas.cohort.Cohort;
import dev.tributary.schemas.globalmodel.GlobalModel;
import dev.tributary.schemas.layout.ParameterLayout;
import dev.tributary.schemas.payload.Checksums;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** What commands on the topic control bring about, as sentences. */
class CommandTopologyTest {

    private static final Duration SECOND = Duration.ofSeconds(1);

    private static SettingsChange settings(String... sections) {
        return new SettingsChange(
                "apply-1", "federation: test\nprivacy: {masking: off}\n" + String.join("\n", sections), "test", 0L);
    }

    private static RollbackCommand rollback(long toVersion) {
        return new RollbackCommand("rollback-1", toVersion, "it was better", "test", 0L);
    }

    private static ModelProposal model(float... parameters) {
        ByteBuffer payload = PayloadCodecs.FLOAT32.encode(parameters);
        return ModelProposal.newBuilder()
                .setCommandId("publish-1")
                .setLayoutFingerprint(ParameterLayout.flat(parameters.length).fingerprint())
                .setParameterCount(parameters.length)
                .setReason("retrained centrally")
                .setIssuedBy("test")
                .setIssuedAtMs(0)
                .setEncoding(PayloadEncoding.FLOAT32)
                .setPayloadBytes(payload.remaining())
                .setChunkCount(1)
                .setPayloadDigest(new Sha256(Checksums.sha256(payload)))
                .setPayloadCrc32c(Checksums.crc32c(payload))
                .setPayload(payload)
                .build();
    }

    @Test
    void shouldGoOverToNewSettingsWithTheNextVersion() {
        try (AggregatorHarness harness = AggregatorHarness.with("round: {goal: 2}")) {
            // Given
            harness.submit(update().from("client-1").delta(2, 2, 2, 2));
            harness.command(settings("round: {goal: 1}", "strategy: {name: fedAvg, serverLearningRate: 0.5}"));
            assertThat(harness.rounds()).isEmpty();

            // When
            harness.submit(update().from("client-2").delta(2, 2, 2, 2));
            harness.submit(update().from("client-3").base(1).delta(2, 2, 2, 2));

            // Then
            assertThat(harness.rounds()).hasSize(2);
            assertThat(parameters(harness))
                    .containsExactly(List.of(0f, 0f, 0f, 0f), List.of(2f, 2f, 2f, 2f), List.of(3f, 3f, 3f, 3f));
            assertThat(harness.rounds().get(0).getSettings()).contains("goal: 1");
            assertThat(newest(harness).provenance().getSettings()).containsEntry("strategy.serverLearningRate", "0.5");
        }
    }

    @Test
    void shouldBringInSettingsAtTheDeadlineWhenTheRoundCannotClose() {
        try (AggregatorHarness harness = AggregatorHarness.with("round: {goal: 9, quorum: 9, deadline: 10s}")) {
            // Given
            harness.submit(update().from("client-1").delta(2, 2, 2, 2));
            harness.advanceWallClock(SECOND);
            harness.command(settings("round: {goal: 2, deadline: 10s}"));

            // When
            harness.advanceWallClock(Duration.ofSeconds(10));
            harness.submit(update().from("client-2").base(1).delta(2, 2, 2, 2));
            harness.advanceWallClock(SECOND);

            // Then
            assertThat(harness.rounds())
                    .extracting(RoundResult::getCloseReason)
                    .containsExactly(CloseReason.PUBLISHED, CloseReason.GOAL);
            assertThat(harness.rounds().get(0).getCommandId()).isEqualTo("apply-1");
            assertThat(parameters(harness)).endsWith(List.of(0f, 0f, 0f, 0f), List.of(2f, 2f, 2f, 2f));
        }
    }

    @Test
    void shouldRefuseSettingsThatCannotChange() {
        try (AggregatorHarness harness = AggregatorHarness.with("round: {goal: 1}")) {
            harness.command(settings("topics: {updatePartitions: 2}"));
            harness.command(settings("round: {goal: -1}"));
            harness.command(settings("strategy: {name: krum, maxMemory: 1MiB}", "round: {goal: 1000000, quorum: 5}"));
            harness.submit(update().from("client-1"));

            assertThat(harness.rejections())
                    .extracting(Rejection::getReason, Rejection::getUpdateId, Rejection::getTopic)
                    .allSatisfy(told ->
                            assertThat(told.toList()).containsExactly("COMMAND_REFUSED", "apply-1", "fl.test.control"))
                    .hasSize(3);
            assertThat(harness.rounds().get(0).getSettings())
                    .isEqualTo("federation: test\nprivacy: {masking: off}\nround: {goal: 1}");
        }
    }

    @Test
    void shouldPublishAModelAndKeepWhatTheRoundHas() {
        try (AggregatorHarness harness = AggregatorHarness.with("round: {goal: 2}")) {
            // Given
            harness.submit(update().from("client-1").delta(2, 2, 2, 2));
            harness.advanceWallClock(SECOND);

            // When
            harness.command(model(10, 20, 30, 40));
            harness.submit(update().from("client-2").base(1).delta(4, 4, 4, 4));
            harness.advanceWallClock(SECOND);

            // Then
            assertThat(parameters(harness)).endsWith(List.of(10f, 20f, 30f, 40f), List.of(13f, 23f, 33f, 43f));
            RoundResult published = harness.rounds().get(0);
            assertThat(published.getCloseReason()).isEqualTo(CloseReason.PUBLISHED);
            assertThat(published.getNote()).isEqualTo("retrained centrally");
            assertThat(published.getUpdateCount()).isZero();
            assertThat(harness.members(2)).hasSize(2);
        }
    }

    @Test
    void shouldRefuseAModelThatDoesNotFit() {
        try (AggregatorHarness harness = AggregatorHarness.with("round: {goal: 2}")) {
            harness.command(model(1, 2, 3));
            harness.command(model(1, 2, 3, Float.NaN));
            harness.command(ModelProposal.newBuilder(model(1, 2, 3, 4))
                    .setPayloadCrc32c(7)
                    .build());

            assertThat(harness.rejections())
                    .extracting(Rejection::getReason)
                    .containsOnly("COMMAND_REFUSED")
                    .hasSize(3);
            assertThat(harness.publishedModels()).hasSize(1);
        }
    }

    @Test
    void shouldRollBackAndDiscardWhatTheRoundHas() {
        try (AggregatorHarness harness = AggregatorHarness.with("round: {goal: 2}")) {
            // Given
            harness.submit(update().from("client-1").delta(2, 2, 2, 2));
            harness.submit(update().from("client-2").delta(2, 2, 2, 2));
            harness.submit(update().from("client-1").base(1).delta(9, 9, 9, 9));
            harness.advanceWallClock(SECOND);

            // When
            harness.command(rollback(0));
            harness.submit(update().from("client-2").base(1).delta(9, 9, 9, 9));
            harness.submit(update().from("client-3").base(2).delta(4, 4, 4, 4));
            harness.submit(update().from("client-4").base(2).delta(4, 4, 4, 4));

            // Then
            assertThat(parameters(harness))
                    .endsWith(List.of(2f, 2f, 2f, 2f), List.of(0f, 0f, 0f, 0f), List.of(4f, 4f, 4f, 4f));
            RoundResult rollback = harness.rounds().get(1);
            assertThat(rollback.getRolledBackTo()).isZero();
            assertThat(rollback.getUpdateCount()).isZero();
            assertThat(rollback.getDiscardedUpdateCount()).isEqualTo(1);
            assertThat(harness.members(2)).extracting(UpdateMember::getClientId).containsExactly("client-1");
            assertThat(harness.rejections()).extracting(Rejection::getReason).containsExactly("ROLLED_BACK");
        }
    }

    @Test
    void shouldRefuseToRollBackToAVersionThatIsNotThere() {
        try (AggregatorHarness harness = AggregatorHarness.with("round: {goal: 1}")) {
            harness.submit(update().from("client-1"));
            harness.command(rollback(1));
            harness.command(rollback(-1));
            harness.command(rollback(7));

            assertThat(harness.rejections())
                    .extracting(Rejection::getReason)
                    .containsOnly("COMMAND_REFUSED")
                    .hasSize(3);
            assertThat(harness.rounds()).hasSize(1);
        }
    }

    @Test
    void shouldTakeOnlyTheCohortOnTheNewestVersionInSyncMode() {
        try (AggregatorHarness harness =
                AggregatorHarness.with("round: {mode: sync, samplingRate: 0.5, goal: 2, quorum: 1, deadline: 10s}")) {
            // Given: places of a .. f for version 0 are known from CohortTest's rule
            List<String> inside = clients(0, true);
            List<String> outside = clients(0, false);

            // When
            harness.submit(update().from(outside.get(0)));
            harness.submit(update().from(inside.get(0)).delta(2, 2, 2, 2));
            harness.submit(update().from(inside.get(1)).delta(2, 2, 2, 2));
            harness.submit(update().from(clients(1, true).get(0)).base(0).id("late"));

            // Then
            assertThat(harness.rejections())
                    .extracting(Rejection::getReason)
                    .containsExactly("NOT_IN_COHORT", "STALE_VERSION");
            assertThat(parameters(harness)).endsWith(List.of(2f, 2f, 2f, 2f));
            FederationState state = harness.states().get(0);
            assertThat(state.getMode()).isEqualTo(RoundMode.SYNC);
            assertThat(state.getSamplingRate()).isEqualTo(0.5);
        }
    }

    @Test
    void shouldWidenTheCohortWhenTheDeadlinePassesBelowTheQuorum() {
        try (AggregatorHarness harness =
                AggregatorHarness.with("round: {mode: sync, samplingRate: 0.3, goal: 2, quorum: 2, deadline: 10s}")) {
            // Given
            harness.advanceWallClock(Duration.ofSeconds(10));
            harness.advanceWallClock(Duration.ofSeconds(10));

            // When
            harness.submit(update().from(clients(0, false).get(0)).delta(2, 2, 2, 2));
            harness.submit(update().from(clients(0, true).get(0)).delta(2, 2, 2, 2));

            // Then
            assertThat(harness.states())
                    .extracting(FederationState::getSamplingRate)
                    .startsWith(0.3, 0.6);
            assertThat(harness.rejections()).isEmpty();
            assertThat(harness.rounds()).hasSize(1);
        }
    }

    private static List<String> clients(long version, boolean isInside) {
        double rate = isInside ? 0.3 : 0.5;
        return IntStream.range(0, 100)
                .mapToObj(client -> "client-" + client)
                .filter(client -> Cohort.includes(client, version, rate) == isInside)
                .filter(client -> isInside || Cohort.includes(client, version, 0.6))
                .toList();
    }

    @Test
    void shouldKeepEveryUpdateForAStrategyThatNeedsThem() {
        try (AggregatorHarness harness = AggregatorHarness.with(
                "topics: {updatePartitions: 2}", "round: {goal: 3}", "strategy: {name: median}")) {
            harness.submit(update().from("client-1").delta(1, 2, 3, 4).examples(100));
            harness.submit(update().from("client-2").delta(2, 3, 4, 5).examples(7));
            harness.submit(update().from("client-3").delta(400, -400, 400, 400));

            assertThat(parameters(harness)).endsWith(List.of(2f, 2f, 4f, 5f));
            assertThat(harness.partials()).hasSize(3);
        }
    }

    @Test
    void shouldCarryOverWhatALossyEncodingLeavesOut() {
        try (AggregatorHarness harness = AggregatorHarness.with("round: {goal: 1}", "model: {encoding: int8}")) {
            for (int round = 0; round < 40; round++) {
                // The greatest value sets the scale, 1/127 of it; the smaller steps are far below.
                harness.submit(
                        update().from("client-1").base(round).delta(round == 0 ? 127 : 0, 0.125f, 0.125f, 0.125f));
            }

            float[] newest = newest(harness).parameters();
            assertThat(newest[0]).isEqualTo(127);
            assertThat(newest[1]).isEqualTo(5);
        }
    }

    private static VersionEvaluation evaluation(long version, double accuracy) {
        return new VersionEvaluation(
                version, 5L, 5L, 500L, Map.of("accuracy", new MetricSpread(accuracy, 0.01, 5L)), false, 0L);
    }

    @Test
    void shouldRollBackAVersionThatTheGuardFindsBad() {
        try (AggregatorHarness harness =
                AggregatorHarness.with("round: {goal: 1}", "evaluation: {guard: {maxFall: 0.1, action: rollback}}")) {
            // Given
            harness.submit(update().from("client-1").delta(2, 2, 2, 2));
            harness.submit(update().from("client-1").base(1).delta(7, 7, 7, 7));
            assertThat(harness.publishedModels()).hasSize(3);

            // When
            harness.command(evaluation(1, 0.8));
            harness.command(evaluation(2, 0.5));
            harness.command(evaluation(7, 0.9));

            // Then
            assertThat(parameters(harness)).endsWith(List.of(9f, 9f, 9f, 9f), List.of(2f, 2f, 2f, 2f));
            assertThat(harness.rounds().get(2).getCloseReason()).isEqualTo(CloseReason.ROLLBACK);
            assertThat(harness.rounds().get(2).getNote()).startsWith("guard: accuracy of version 2 fell to 0.5");
            assertThat(harness.evaluations())
                    .extracting(VersionEvaluation::getVersion, VersionEvaluation::getIsBad)
                    .containsExactly(tuple(1L, false), tuple(2L, true));
        }
    }

    @Test
    void shouldStopWhenTheTargetIsReachedAndGoOnWithOtherSettings() {
        try (AggregatorHarness harness =
                AggregatorHarness.with("round: {goal: 1}", "evaluation: {stop: {target: 0.9}}")) {
            // Given
            harness.submit(update().from("client-1").delta(2, 2, 2, 2));

            // When
            harness.command(evaluation(1, 0.95));
            harness.submit(update().from("client-2").base(1));
            boolean isStopped =
                    harness.states().get(harness.states().size() - 1).getIsStopped();
            harness.command(settings("round: {goal: 1}"));
            harness.submit(update().from("client-3").base(2).delta(1, 1, 1, 1));

            // Then
            assertThat(isStopped).isTrue();
            assertThat(harness.rejections()).extracting(Rejection::getReason).containsExactly("FEDERATION_STOPPED");
            assertThat(parameters(harness))
                    .endsWith(List.of(2f, 2f, 2f, 2f), List.of(2f, 2f, 2f, 2f), List.of(3f, 3f, 3f, 3f));
            assertThat(harness.states().get(harness.states().size() - 1).getIsStopped())
                    .isFalse();
        }
    }

    private static GlobalModel newest(AggregatorHarness harness) {
        List<GlobalModel> published = harness.publishedModels();
        return published.get(published.size() - 1);
    }

    private static List<List<Float>> parameters(AggregatorHarness harness) {
        return harness.publishedModels().stream()
                .map(model -> {
                    List<Float> values = new ArrayList<>();
                    for (float value : model.parameters()) {
                        values.add(value);
                    }
                    return values;
                })
                .toList();
    }
}
