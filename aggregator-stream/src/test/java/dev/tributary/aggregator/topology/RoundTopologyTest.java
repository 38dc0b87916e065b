package dev.tributary.aggregator.topology;

import static dev.tributary.aggregator.harness.UpdateFixtures.update;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.tributary.aggregator.harness.AggregatorHarness;
import dev.tributary.aggregator.harness.ModelFixtures;
import dev.tributary.schemas.avro.CloseReason;
import dev.tributary.schemas.avro.PartialSum;
import dev.tributary.schemas.avro.Provenance;
import dev.tributary.schemas.avro.RoundResult;
import dev.tributary.schemas.avro.UpdateMember;
import dev.tributary.schemas.codec.PayloadCodecs;
import dev.tributary.schemas.globalmodel.GlobalModel;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** What the aggregator does with good updates, as sentences. Times and numbers are exact. */
class RoundTopologyTest {

    private static final Duration DEADLINE = Duration.ofSeconds(10);

    @Test
    void shouldPublishNextVersionWhenGoalIsReached() {
        try (AggregatorHarness harness = AggregatorHarness.with("round: {goal: 2}")) {
            // When
            harness.submit(update().from("client-1").delta(1, 2, 3, 4));
            harness.submit(update().from("client-2").delta(3, 4, 5, 6));

            // Then
            assertThat(newestOf(harness)).containsExactly(2, 3, 4, 5);
            RoundResult round = harness.rounds().get(0);
            assertThat(round.getVersion()).isEqualTo(1);
            assertThat(round.getCloseReason()).isEqualTo(CloseReason.GOAL);
            assertThat(round.getUpdateCount()).isEqualTo(2);
            assertThat(round.getClientCount()).isEqualTo(2);
        }
    }

    @Test
    void shouldAddUpTheDeltasWhenEachClientWritesInAnotherEncoding() {
        try (AggregatorHarness harness = AggregatorHarness.with("round: {goal: 4}")) {
            // When
            harness.submit(update().from("client-1").delta(1, 2, 3, 4));
            harness.submit(update().from("client-2").delta(3, 2, 1, -4).codec(PayloadCodecs.FLOAT16));
            harness.submit(update().from("client-3").delta(-127, 4, 8, 127).codec(PayloadCodecs.INT8));
            harness.submit(update().from("client-4").delta(127, 0, 0, 1).codec(PayloadCodecs.topK(0.25)));

            // Then: INT8's scale is 1 here, and TOP_K keeps one of four.
            assertThat(newestOf(harness)).containsExactly(1, 2, 3, 31.75f);
            assertThat(harness.rounds().get(0).getUpdateBytes()).isEqualTo(16 + 8 + 8 + 9);
        }
    }

    @Test
    void shouldKeepRoundOpenWhenGoalIsNotReached() {
        try (AggregatorHarness harness = AggregatorHarness.with("round: {goal: 3, deadline: 10s}")) {
            harness.submit(update().from("client-1"));
            harness.submit(update().from("client-2"));
            harness.advanceWallClock(DEADLINE.minusSeconds(2));

            assertThat(harness.publishedModels()).hasSize(1);
            assertThat(harness.rounds()).isEmpty();
        }
    }

    @Test
    void shouldCloseRoundAtDeadlineWhenQuorumIsThere() {
        try (AggregatorHarness harness = AggregatorHarness.with("round: {goal: 10, quorum: 2, deadline: 10s}")) {
            // Given
            harness.submit(update().from("client-1").delta(2, 2, 2, 2));
            harness.submit(update().from("client-2").delta(4, 4, 4, 4));

            // When
            harness.advanceWallClock(Duration.ofSeconds(1));
            harness.advanceWallClock(DEADLINE);

            // Then
            assertThat(newestOf(harness)).containsExactly(3, 3, 3, 3);
            RoundResult round = harness.rounds().get(0);
            assertThat(round.getCloseReason()).isEqualTo(CloseReason.DEADLINE);
            assertThat(round.getExtensions()).isZero();
        }
    }

    @Test
    void shouldExtendDeadlineWhenQuorumIsMissing() {
        try (AggregatorHarness harness = AggregatorHarness.with("round: {goal: 10, quorum: 2, deadline: 10s}")) {
            // Given
            harness.submit(update().from("client-1"));
            harness.advanceWallClock(DEADLINE);
            harness.advanceWallClock(DEADLINE);
            assertThat(harness.publishedModels()).hasSize(1);

            // When
            harness.submit(update().from("client-2"));
            // Its partial sum is on its way before the deadline, whichever stage looks at the clock first.
            harness.advanceWallClock(Duration.ofSeconds(1));
            harness.advanceWallClock(DEADLINE);

            // Then
            RoundResult round = harness.rounds().get(0);
            assertThat(round.getCloseReason()).isEqualTo(CloseReason.DEADLINE);
            assertThat(round.getExtensions()).isEqualTo(2);
            assertThat(round.getUpdateCount()).isEqualTo(2);
        }
    }

    @Test
    void shouldBeginEachRoundWithItsOwnDeadlineWhenOneBefore() {
        try (AggregatorHarness harness = AggregatorHarness.with("round: {goal: 2, quorum: 1, deadline: 10s}")) {
            // Given
            harness.advanceWallClock(Duration.ofSeconds(7));
            harness.submit(update().from("client-1"));
            harness.submit(update().from("client-2"));
            assertThat(harness.rounds()).hasSize(1);
            harness.submit(update().from("client-3").base(1));

            // When
            harness.advanceWallClock(Duration.ofSeconds(7));

            // Then
            assertThat(harness.rounds()).hasSize(1);
            harness.advanceWallClock(Duration.ofSeconds(3));
            assertThat(harness.rounds()).hasSize(2);
            assertThat(harness.rounds().get(1).getOpenedAtMs())
                    .isEqualTo(harness.rounds().get(0).getClosedAtMs());
        }
    }

    @Test
    void shouldWeighByExampleCountWhenAveraging() {
        try (AggregatorHarness harness = AggregatorHarness.with("round: {goal: 2}")) {
            harness.submit(update().from("client-1").examples(1).delta(8, 0, 0, 0));
            harness.submit(update().from("client-2").examples(3).delta(0, 8, 0, -4));

            assertThat(newestOf(harness)).containsExactly(2, 6, 0, -3);
            assertThat(harness.rounds().get(0).getExampleCount()).isEqualTo(4);
        }
    }

    @Test
    void shouldCapExampleCountWhenSettingSaysSo() {
        try (AggregatorHarness harness =
                AggregatorHarness.with("round: {goal: 2}", "admission: {exampleCountCap: 3}")) {
            harness.submit(update().from("client-1").examples(1).delta(8, 0, 0, 0));
            harness.submit(update().from("client-2").examples(1000).delta(0, 8, 0, -4));

            assertThat(newestOf(harness)).containsExactly(2, 6, 0, -3);
            RoundResult round = harness.rounds().get(0);
            assertThat(round.getExampleCount()).isEqualTo(1001);
            assertThat(round.getAggregationWeight()).isEqualTo(4);
        }
    }

    @Test
    void shouldScaleStepWhenServerLearningRateIsSet() {
        try (AggregatorHarness harness =
                AggregatorHarness.with("round: {goal: 1}", "strategy: {serverLearningRate: 0.5}")) {
            harness.submit(update().delta(2, 4, 6, 8));

            assertThat(newestOf(harness)).containsExactly(1, 2, 3, 4);
        }
    }

    @Test
    void shouldShortenStepOfStaleUpdateWhenNormalizingByExamples() {
        try (AggregatorHarness harness = threeVersions("stalenessExponent: 0.5, normalization: examples")) {
            // When: staleness 3, so the factor is (1 + 3)^-0.5 = 0.5
            harness.submit(update().from("late").base(0).examples(4).delta(1, 0, 0, 0));

            // Then
            assertThat(newestOf(harness)).containsExactly(0.5f, 0, 0, 0);
            UpdateMember member = harness.members(4).get(0);
            assertThat(member.getStaleness()).isEqualTo(3);
            assertThat(member.getAggregationWeight()).isEqualTo(2.0);
            assertThat(harness.rounds().get(3).getStaleness()).isEqualTo(Map.of("3", 1L));
        }
    }

    @Test
    void shouldOnlyShiftInfluenceWhenNormalizingByWeights() {
        try (AggregatorHarness harness = threeVersions("stalenessExponent: 0.5, normalization: weights")) {
            harness.submit(update().from("late").base(0).examples(4).delta(1, 0, 0, 0));

            assertThat(newestOf(harness)).containsExactly(1, 0, 0, 0);
        }
    }

    @Test
    void shouldIgnoreStalenessWhenExponentIsZero() {
        try (AggregatorHarness harness = threeVersions("stalenessExponent: 0")) {
            harness.submit(update().from("late").base(0).delta(1, 0, 0, 0));

            assertThat(newestOf(harness)).containsExactly(1, 0, 0, 0);
        }
    }

    /** A run with goal 1 that stands at version 3, all parameters 0. */
    private static AggregatorHarness threeVersions(String roundSettings) {
        AggregatorHarness harness = AggregatorHarness.with("round: {goal: 1, " + roundSettings + "}");
        for (int version = 0; version < 3; version++) {
            harness.submit(update().from("early").base(version).delta(0, 0, 0, 0));
        }
        return harness;
    }

    @Test
    void shouldForwardPartialSumWhenEnoughUpdatesCame() {
        try (AggregatorHarness harness = AggregatorHarness.with(
                "topics: {updatePartitions: 2}", "round: {goal: 10}", "combining: {maxUpdates: 2, interval: 1h}")) {
            // When
            for (int client = 1; client <= 5; client++) {
                harness.submit(update().from("client-" + client).examples(client));
            }

            // Then
            List<PartialSum> partials = harness.partials();
            assertThat(partials).extracting(PartialSum::getPartialId).containsExactly("0-1", "0-2");
            assertThat(partials).extracting(PartialSum::getExampleCount).containsExactly(3L, 7L);
            assertThat(partials.get(1).getMembers())
                    .extracting(UpdateMember::getClientId)
                    .containsExactly("client-3", "client-4");
        }
    }

    @Test
    void shouldForwardPartialSumWhenItsIntervalIsOver() {
        try (AggregatorHarness harness = AggregatorHarness.with(
                "topics: {updatePartitions: 2}", "round: {goal: 10, deadline: 1h}", "combining: {interval: 500ms}")) {
            harness.submit(update().from("client-1"));
            harness.advanceWallClock(Duration.ofMillis(499));
            assertThat(harness.partials()).isEmpty();

            harness.advanceWallClock(Duration.ofMillis(1));
            assertThat(harness.partials()).hasSize(1);
        }
    }

    @Test
    void shouldTakeWholePartialSumWhenItExceedsGoal() {
        try (AggregatorHarness harness = AggregatorHarness.with(
                "topics: {updatePartitions: 2}", "round: {goal: 3}", "combining: {maxUpdates: 2, interval: 1h}")) {
            for (int client = 1; client <= 4; client++) {
                harness.submit(update().from("client-" + client));
            }

            RoundResult round = harness.rounds().get(0);
            assertThat(round.getUpdateCount()).isEqualTo(4);
            assertThat(round.getPartialCount()).isEqualTo(2);
            assertThat(round.getCloseReason()).isEqualTo(CloseReason.GOAL);
        }
    }

    @Test
    void shouldNameMembersWhenRoundCloses() {
        try (AggregatorHarness harness = AggregatorHarness.with("round: {goal: 2}")) {
            harness.submit(update().from("client-1").id("first").examples(5));
            harness.submit(update().from("client-2").id("second").examples(6));

            assertThat(harness.rounds().get(0).getMemberRecords()).isEqualTo(1);
            assertThat(harness.members(1))
                    .containsExactly(
                            new UpdateMember("first", "client-1", 0L, 0L, 5L, 5.0, 16L, 0, 1L),
                            new UpdateMember("second", "client-2", 0L, 0L, 6L, 6.0, 16L, 0, 1L));
        }
    }

    @Test
    void shouldSplitMembersWhenTheyDoNotFitInOneRecord() {
        ChunkSizes small = new ChunkSizes(1 << 20, 2048);
        GlobalModel initial = ModelFixtures.initial(0, 0, 0, 0);
        try (AggregatorHarness harness = AggregatorHarness.with(small, initial, "round: {goal: 25}")) {
            for (int client = 0; client < 25; client++) {
                harness.submit(update().from("client-" + client));
            }

            assertThat(harness.rounds().get(0).getMemberRecords()).isEqualTo(3);
            assertThat(harness.members(1)).hasSize(25);
            assertThat(harness.members(1).get(24).getClientId()).isEqualTo("client-24");
        }
    }

    @Test
    void shouldCarryProvenanceWhenVersionIsPublished() {
        try (AggregatorHarness harness = AggregatorHarness.with("round: {goal: 1, stalenessExponent: 0.25}")) {
            harness.submit(update().examples(7));

            Provenance provenance = harness.publishedModels().get(1).provenance();
            assertThat(provenance.getBaseVersion()).isZero();
            assertThat(provenance.getStrategy()).isEqualTo("fedAvg");
            assertThat(provenance.getUpdateCount()).isEqualTo(1);
            assertThat(provenance.getExampleCount()).isEqualTo(7);
            assertThat(provenance.getSettings())
                    .containsEntry("round.goal", "1")
                    .containsEntry("round.stalenessExponent", "0.25")
                    .containsEntry("round.normalization", "examples");
            assertThat(provenance.getCreatedAtMs())
                    .isEqualTo(AggregatorHarness.START.plusSeconds(1).toEpochMilli());
        }
    }

    @Test
    void shouldAverageMetricsByExampleCountWhenClientsReportThem() {
        try (AggregatorHarness harness = AggregatorHarness.with("round: {goal: 3}")) {
            harness.submit(update().from("client-1").examples(1).metric("loss", 4));
            harness.submit(
                    update().from("client-2").examples(3).metric("loss", 8).metric("accuracy", 0.5));
            harness.submit(update().from("client-3").examples(100));

            Map<String, Double> metrics = harness.rounds().get(0).getMetrics();
            assertThat(metrics).isEqualTo(Map.of("loss", 7.0, "accuracy", 0.5));
        }
    }

    @Test
    void shouldKeepOnlyLastVersionsWhenMoreWerePublished() {
        ChunkSizes small = new ChunkSizes(2048, 2048);
        GlobalModel initial = ModelFixtures.initial(new float[700]);
        try (AggregatorHarness harness =
                AggregatorHarness.with(small, initial, "round: {goal: 1}", "model: {keepVersions: 2}")) {
            for (int version = 0; version < 4; version++) {
                harness.submit(update().base(version).delta(new float[700]));
            }

            assertThat(harness.publishedModels()).hasSize(5);
            assertThat(harness.modelKeys()).containsExactly("3/0", "3/1", "3/head", "4/0", "4/1", "4/head", "state");
        }
    }

    @Test
    void shouldPublishExactMeanWhenModelAndUpdatesNeedChunks() {
        int parameters = 5000;
        float[] initial = new float[parameters];
        float[] delta = new float[parameters];
        float[] expected = new float[parameters];
        for (int i = 0; i < parameters; i++) {
            initial[i] = i;
            delta[i] = i % 8;
            expected[i] = i + i % 8 + 1;
        }
        float[] other = new float[parameters];
        for (int i = 0; i < parameters; i++) {
            other[i] = delta[i] + 2;
        }
        ChunkSizes small = new ChunkSizes(2048, 2048);
        try (AggregatorHarness harness =
                AggregatorHarness.with(small, ModelFixtures.initial(initial), "round: {goal: 2}")) {
            // When
            harness.submit(update().from("client-1").delta(delta).chunkBytes(1500));
            harness.submit(update().from("client-2").delta(other).chunkBytes(4096));

            // Then
            assertThat(newestOf(harness)).isEqualTo(expected);
            assertThat(harness.rounds().get(0).getUpdateBytes()).isEqualTo(2L * parameters * Float.BYTES);
            assertThat(harness.modelKeys()).contains("1/9", "1/head").doesNotContain("1/10");
        }
    }

    @Test
    void shouldPublishExactSumsWhenDeltasAreIntegersOverManyRounds() {
        try (AggregatorHarness harness =
                AggregatorHarness.with("round: {goal: 4, stalenessExponent: 0}", "combining: {interval: 1h}")) {
            // Given: deltas c+1, 2(c+1), … of client c; the mean of 1, 2, 3, 4 is 2.5
            int rounds = 6;

            // When
            for (int version = 0; version < rounds; version++) {
                for (int client = 1; client <= 4; client++) {
                    harness.submit(update().from("client-" + client)
                            .base(version)
                            .delta(client, 2f * client, 3f * client, -4f * client));
                }
            }

            // Then
            assertThat(harness.rounds()).hasSize(rounds);
            assertThat(newestOf(harness)).containsExactly(2.5f * rounds, 5f * rounds, 7.5f * rounds, -10f * rounds);
        }
    }

    @Test
    void shouldTellNormOfStepWhenVersionIsPublished() {
        try (AggregatorHarness harness = AggregatorHarness.with("round: {goal: 1}")) {
            harness.submit(update().delta(3, 0, -4, 0));

            assertThat(harness.rounds().get(0).getStepL2Norm()).isEqualTo(5, within(1e-12));
        }
    }

    @Test
    void shouldCountWhatItDidWhenRoundCloses() {
        try (AggregatorHarness harness = AggregatorHarness.with("round: {goal: 2}")) {
            harness.submit(update().from("client-1"));
            harness.submit(update().from("client-2"));
            harness.submit(update().from("client-2"));

            assertThat(harness.registry()
                            .get("tributary.updates.admitted")
                            .counter()
                            .count())
                    .isEqualTo(2);
            assertThat(harness.registry()
                            .get("tributary.updates.rejected")
                            .tag("reason", "DUPLICATE_UPDATE")
                            .counter()
                            .count())
                    .isEqualTo(1);
            assertThat(harness.registry().get("tributary.model.version").gauge().value())
                    .isEqualTo(1);
        }
    }

    private static float[] newestOf(AggregatorHarness harness) {
        List<GlobalModel> published = harness.publishedModels();
        return published.get(published.size() - 1).parameters();
    }
}
