package dev.tributary.aggregator.topology;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;
import static org.assertj.core.api.Assertions.within;

import dev.tributary.aggregator.harness.AggregatorHarness;
import dev.tributary.aggregator.harness.UpdateFixtures;
import dev.tributary.privacy.accountant.ZeroConcentrated;
import dev.tributary.schemas.avro.FederationState;
import dev.tributary.schemas.avro.Rejection;
import dev.tributary.schemas.avro.RoundResult;
import dev.tributary.schemas.avro.SettingsChange;
import dev.tributary.schemas.globalmodel.GlobalModel;
import java.time.Duration;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Rounds with noise and without masks, through both stages. */
class NoisedRoundTopologyTest {

    private static final Duration TICK = Duration.ofMillis(50);

    private static AggregatorHarness harness(int partitions, String privacy, String... further) {
        return AggregatorHarness.with(IntStream.rangeClosed(0, 2 + further.length)
                .mapToObj(i -> switch (i) {
                    case 0 -> "topics: {updatePartitions: " + partitions + "}";
                    case 1 -> "round: {goal: 3, quorum: 2, deadline: 10s}";
                    case 2 -> "privacy: {masking: off, threshold: 2, clippingNorm: 8, " + privacy + "}";
                    default -> further[i - 3];
                })
                .toArray(String[]::new));
    }

    private static AggregatorHarness uniform(int partitions, String privacy) {
        return harness(partitions, privacy, "strategy: {weighting: uniform}");
    }

    private static void submit(AggregatorHarness harness, long base, String... clients) {
        for (String client : clients) {
            harness.submit(UpdateFixtures.update()
                    .from(client)
                    .id(client + "-" + base)
                    .base(base)
                    .examples(10)
                    .delta(1, -2, 3, 0.5f));
        }
    }

    /** Partial sums of stage 1 wait for a tick; the list is fixed, committed, and released some ticks later. */
    private static void settle(AggregatorHarness harness) {
        for (int i = 0; i < 40; i++) {
            harness.advanceWallClock(TICK);
        }
    }

    private static RoundResult last(AggregatorHarness harness) {
        List<RoundResult> rounds = harness.rounds();
        return rounds.get(rounds.size() - 1);
    }

    /** σ = 1e-6·16·2^20 = 17 steps of 8/2^20: 4.4e-5 for each mean, of which ten deviations are 4.4e-4. */
    @ParameterizedTest
    @ValueSource(ints = {1, 3})
    void shouldPublishTheMeanWithinTheNoiseWhenARoundReachesItsGoal(int partitions) {
        try (AggregatorHarness harness = uniform(partitions, "noiseMultiplier: 0.000001")) {
            submit(harness, 0, "a", "b", "c");
            settle(harness);

            GlobalModel model = harness.publishedModels().get(1);
            assertThat(model.parameters()[0]).isCloseTo(1, within(5e-4f)).isNotEqualTo(1);
            assertThat(model.parameters()[1]).isCloseTo(-2, within(5e-4f));
            assertThat(model.parameters()[2]).isCloseTo(3, within(5e-4f));
            assertThat(last(harness).getUpdateCount()).isEqualTo(3);
            assertThat(harness.members(1)).hasSize(3);
        }
    }

    @Test
    void shouldWeighByExamplesWithinTheNoiseWhenExamplesCount() {
        try (AggregatorHarness harness =
                harness(1, "noiseMultiplier: 0.000001", "admission: {exampleCountCap: 100, maxExampleCount: 100}")) {
            harness.submit(UpdateFixtures.update().from("a").examples(80).delta(1, 0, 0, 0));
            harness.submit(UpdateFixtures.update().from("b").examples(10).delta(0, 1, 0, 0));
            harness.submit(UpdateFixtures.update().from("c").examples(10).delta(0, 0, 1, 0));
            settle(harness);

            GlobalModel model = harness.publishedModels().get(1);
            assertThat(model.parameters()[0]).isCloseTo(0.8f, within(2e-3f));
            assertThat(model.parameters()[1]).isCloseTo(0.1f, within(2e-3f));
            assertThat(last(harness).getExampleCount()).isBetween(99L, 101L);
        }
    }

    @Test
    void shouldStateEpsilonInRoundAndProvenanceWhenThereIsNoise() {
        try (AggregatorHarness harness = uniform(1, "noiseMultiplier: 2")) {
            submit(harness, 0, "a", "b", "c");
            settle(harness);
            submit(harness, 1, "a", "b", "d");
            settle(harness);

            double epsilon = ZeroConcentrated.epsilon(0.25 * (1 + 1e-12), 1e-5);
            assertThat(last(harness).getPrivacy().get("epsilon")).isCloseTo(epsilon, within(1e-6));
            assertThat(last(harness).getPrivacy())
                    .containsEntry("clients", 4.0)
                    .containsEntry("participations", 2.0)
                    .containsEntry("releases", 2.0);
            assertThat(harness.publishedModels()
                            .get(2)
                            .provenance()
                            .getSettings()
                            .get("privacy.guarantee"))
                    .startsWith("epsilon 3.")
                    .endsWith("at delta 1.0E-5");
            assertThat(harness.registry()
                            .get("tributary.privacy")
                            .tag("figure", "epsilon")
                            .gauge()
                            .value())
                    .isCloseTo(epsilon, within(1e-6));
        }
    }

    @Test
    void shouldSayNoneWhenThereIsNoNoise() {
        try (AggregatorHarness harness = AggregatorHarness.with("round: {goal: 1, quorum: 1}")) {
            submit(harness, 0, "a");

            assertThat(last(harness).getPrivacy()).isEmpty();
            assertThat(harness.publishedModels().get(1).provenance().getSettings())
                    .containsEntry("privacy.guarantee", "none");
            assertThat(harness.registry().find("tributary.privacy").gauges()).isEmpty();
        }
    }

    @Test
    void shouldTellNothingExactWhenThereIsNoise() {
        try (AggregatorHarness harness = uniform(1, "noiseMultiplier: 1")) {
            for (String client : List.of("a", "b", "c")) {
                harness.submit(UpdateFixtures.update().from(client).metric("loss", 0.25));
            }
            settle(harness);

            assertThat(last(harness).getUpdateCount()).isEqualTo(3);
            assertThat(last(harness).getMetrics()).isEmpty();
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 3})
    void shouldTakeOneUpdateOfAClientWhenItSendsTwoToARound(int partitions) {
        try (AggregatorHarness harness = harness(
                partitions,
                "noiseMultiplier: 1",
                "strategy: {weighting: uniform}",
                "admission: {oneUpdatePerVersion: false}")) {
            submit(harness, 0, "a", "b");
            harness.submit(UpdateFixtures.update().from("a").id("again").base(0));
            settle(harness);

            assertThat(harness.publishedModels()).hasSize(1);
            assertThat(harness.rejections())
                    .extracting(Rejection::getReason, Rejection::getUpdateId)
                    .containsExactly(tuple("CLIENT_IN_ROUND", "again"));
            submit(harness, 0, "c");
            settle(harness);
            assertThat(harness.members(1)).extracting("clientId").containsExactlyInAnyOrder("a", "b", "c");
        }
    }

    @Test
    void shouldRefuseWhoTookPartTooOftenOrTooSoon() {
        try (AggregatorHarness harness = uniform(1, "noiseMultiplier: 1, participationCap: 2, separation: 2")) {
            submit(harness, 0, "a", "b", "c");
            settle(harness);
            submit(harness, 1, "a");
            settle(harness);
            assertThat(harness.rejections()).extracting(Rejection::getReason).containsExactly("SEPARATION");

            submit(harness, 1, "d", "e", "f");
            settle(harness);
            submit(harness, 2, "a", "b", "c");
            settle(harness);
            assertThat(last(harness).getVersion()).isEqualTo(3);
            submit(harness, 3, "d", "e", "f");
            settle(harness);
            submit(harness, 4, "a");
            settle(harness);
            assertThat(harness.rejections()).extracting(Rejection::getReason).containsExactly("PARTICIPATION_CAP");
        }
    }

    @Test
    void shouldStopAndSaySoWhenTheClientsOfAFederationAreSpent() {
        // ρ = 1/2 for each participation: one is within ε 6, two are not.
        try (AggregatorHarness harness = uniform(1, "noiseMultiplier: 1, epsilonBudget: 6")) {
            submit(harness, 0, "a", "b", "c");
            settle(harness);
            submit(harness, 1, "a", "b", "c");
            settle(harness);
            assertThat(harness.rejections())
                    .extracting(Rejection::getReason)
                    .containsExactly("BUDGET_SPENT", "BUDGET_SPENT", "BUDGET_SPENT");
            assertThat(harness.publishedModels()).hasSize(2);

            harness.advanceWallClock(Duration.ofSeconds(11));

            FederationState said = harness.states().get(harness.states().size() - 1);
            assertThat(said.getIsStopped()).isTrue();
            assertThat(said.getStopReason())
                    .isEqualTo("privacy budget spent: 3 clients of the round may be in no release any more, and 0 that"
                            + " may are fewer than round.quorum, 2");

            harness.command(budget(12));
            settle(harness);
            submit(harness, 2, "a", "b", "c");
            settle(harness);
            assertThat(last(harness).getVersion()).isEqualTo(3);
            assertThat(last(harness).getUpdateCount()).isEqualTo(3);
            assertThat(last(harness).getPrivacy()).containsEntry("participations", 2.0);
        }
    }

    private static SettingsChange budget(int epsilon) {
        return new SettingsChange(
                "apply-1",
                """
                federation: test
                round: {goal: 3, quorum: 2, deadline: 10s}
                strategy: {weighting: uniform}
                privacy: {masking: off, threshold: 2, clippingNorm: 8, noiseMultiplier: 1, epsilonBudget: %d}
                """
                        .formatted(epsilon),
                "test",
                0L);
    }

    /** Others may come: a federation of which some clients are spent goes on. */
    @Test
    void shouldGoOnWhenARoundLacksMoreThanSpentClients() {
        try (AggregatorHarness harness = uniform(1, "noiseMultiplier: 1, epsilonBudget: 6")) {
            submit(harness, 0, "a", "b", "c");
            settle(harness);
            submit(harness, 1, "a");
            settle(harness);
            harness.advanceWallClock(Duration.ofSeconds(11));

            assertThat(harness.states()).noneMatch(FederationState::getIsStopped);
            submit(harness, 1, "d", "e", "f");
            settle(harness);
            assertThat(last(harness).getVersion()).isEqualTo(2);
        }
    }

    @Test
    void shouldWaitForTheThresholdWhenADeadlinePassesBelowIt() {
        try (AggregatorHarness harness = uniform(1, "noiseMultiplier: 1")) {
            submit(harness, 0, "a");
            harness.advanceWallClock(Duration.ofSeconds(11));
            assertThat(harness.publishedModels()).hasSize(1);

            submit(harness, 0, "b");
            harness.advanceWallClock(Duration.ofSeconds(11));
            settle(harness);
            assertThat(last(harness).getUpdateCount()).isEqualTo(2);
        }
    }
}
