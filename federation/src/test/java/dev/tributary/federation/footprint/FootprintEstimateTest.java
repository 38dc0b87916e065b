package dev.tributary.federation.footprint;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.tributary.federation.provisioning.PlannedTopic;
import dev.tributary.federation.provisioning.ProvisioningPlan;
import dev.tributary.federation.provisioning.TopicRole;
import dev.tributary.federation.provisioning.Workload;
import dev.tributary.federation.settings.FederationSettings;
import java.time.Duration;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class FootprintEstimateTest {

    private static final long MODEL_BYTES = 10_000_000;
    private static final Duration MINUTE = Duration.ofMinutes(1);

    @Test
    void shouldCountEveryUpdateOfARoundAndKeepThemForTheRetention() {
        TopicFootprint updates = footprint(TopicRole.UPDATES, "round: {goal: 10}", MINUTE);

        // 10 updates of 10.1 MB and 4 KiB, 1440 rounds a day, 7 days of retention and one of a segment.
        long round = 10 * (10_100_000 + 4096);
        assertThat(updates.bytesPerRound()).isEqualTo(round);
        assertThat(updates.diskBytes()).isEqualTo(round * 1440 * 8);
        assertThat(updates.leastRetentionBytes()).hasValue(10 * round);
    }

    @Test
    void shouldAllowForUnevenKeysWhenUpdatesHavePartitions() {
        TopicFootprint updates =
                footprint(TopicRole.UPDATES, "round: {goal: 10}\ntopics: {updatePartitions: 4}", MINUTE);

        assertThat(updates.leastRetentionBytes()).hasValue(10 * updates.bytesPerRound() * 2 / 4);
    }

    @ParameterizedTest
    @CsvSource({
        "10, 2, 0, 60, 10", // 600 intervals: each update is a partial sum
        "1000, 2, 0, 60, 600", // no more than there are intervals
        "1000, 4, 0, 60, 1000",
        "1000, 2, 10, 1, 100", // no fewer than hold all the updates
    })
    void shouldCountTheMostPartialSumsThatCanBe(int goal, int partitions, int most, int seconds, int partials) {
        String settings = "round: {goal: " + goal + "}\ntopics: {updatePartitions: " + partitions
                + "}\ncombining: {maxUpdates: " + most + "}";

        TopicFootprint footprint = footprint(TopicRole.PARTIALS, settings, Duration.ofSeconds(seconds));

        assertThat(footprint.bytesPerRound()).isEqualTo(partials * (20_200_000L + 4096) + 200L * goal);
    }

    @Test
    void shouldKeepTheVersionsOfTheModelAndTwoSegments() {
        TopicFootprint model = footprint(TopicRole.MODEL, "model: {keepVersions: 5}", MINUTE);

        assertThat(model.bytesPerRound()).isEqualTo(10_104_096);
        assertThat((double) model.diskBytes()).isCloseTo(7 * 10_104_096 / 0.9 + 2 * 20_000_000, within(1.0));
        assertThat(model.leastRetentionBytes()).isEmpty();
    }

    @Test
    void shouldKeepTheRoundsOfAYear() {
        TopicFootprint rounds = footprint(TopicRole.ROUNDS, "round: {goal: 10}", MINUTE);

        assertThat(rounds.diskBytes()).isEqualTo(365L * 1440 * (2048 + 2000));
    }

    @Test
    void shouldBoundTheRejectionsByTheirLimit() {
        assertThat(footprint(TopicRole.REJECTIONS, "round: {goal: 10}", MINUTE).diskBytes())
                .isEqualTo((1L << 30) + (64 << 20));
    }

    private static TopicFootprint footprint(TopicRole role, String settings, Duration roundLength) {
        ProvisioningPlan plan = new ProvisioningPlan(
                FederationSettings.parse("federation: digits\nprivacy: {masking: off}\n" + settings),
                new Workload(roundLength, Duration.ofDays(7), OptionalLong.of(MODEL_BYTES)));
        PlannedTopic topic = plan.topics().stream()
                .filter(planned -> planned.role() == role)
                .findFirst()
                .orElseThrow();
        return FootprintEstimate.of(plan).orElseThrow().of(topic);
    }
}
