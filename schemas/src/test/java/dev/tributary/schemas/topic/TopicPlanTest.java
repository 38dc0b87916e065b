package dev.tributary.schemas.topic;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.apache.kafka.common.config.TopicConfig;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TopicPlanTest {

    private final FederationTopics topics = new FederationTopics("digits");
    private final Map<String, TopicSpec> specs = new TopicPlan(topics, 6, (short) 3)
            .specs().stream().collect(Collectors.toMap(TopicSpec::name, Function.identity()));

    @Test
    void shouldPlanEveryTopicWithItsPartitionsAndCopies() {
        Map<String, Integer> partitions =
                specs.values().stream().collect(Collectors.toMap(TopicSpec::name, TopicSpec::partitions));

        // Stage 2 relies on the single partition of the others: it is the order in which sums join rounds.
        assertThat(partitions)
                .isEqualTo(Map.of(
                        topics.updates(), 6,
                        topics.partials(), 1,
                        topics.rounds(), 1,
                        topics.model(), 1,
                        topics.rejections(), 1,
                        topics.evaluations(), 1,
                        topics.control(), 1));
        assertThat(specs.values()).extracting(TopicSpec::replicationFactor).containsOnly((short) 3);
    }

    @Test
    void shouldPlanTheTopicsOfMasksWhenUpdatesAreMasked() {
        List<TopicSpec> masked = new TopicPlan(topics, 6, (short) 3, true).specs();

        Map<String, Integer> further = masked.stream()
                .filter(spec -> !specs.containsKey(spec.name()))
                .collect(Collectors.toMap(TopicSpec::name, TopicSpec::partitions));
        // Receipts as updates, for the task that holds an update; seeds in one order, for one ledger.
        assertThat(further)
                .isEqualTo(Map.of(
                        topics.seeds(), 1,
                        topics.receipts(), 6,
                        topics.unmask(), 1,
                        topics.maskSums(), 1,
                        topics.helperKeys(), 1,
                        topics.enrolment(), 1));
        assertThat(masked)
                .filteredOn(spec -> specs.containsKey(spec.name()))
                .containsExactlyInAnyOrderElementsOf(specs.values());
    }

    @Test
    void shouldDeleteSealedSeedsFromTheDisksWithinADay() {
        TopicPlan plan = new TopicPlan(topics, 1, (short) 3, true);
        Map<String, String> seeds = plan.specs().stream()
                .filter(spec -> spec.name().equals(topics.seeds()))
                .findFirst()
                .orElseThrow()
                .settings();

        assertThat(seeds)
                .containsEntry("retention.ms", "86400000")
                .containsEntry("segment.ms", "3600000")
                .containsEntry("message.timestamp.type", "LogAppendTime");
        assertThat(plan.helperChangelog("ledger").settings())
                .containsEntry("cleanup.policy", "compact")
                .containsEntry("max.compaction.lag.ms", "86400000")
                .containsEntry("segment.ms", "3600000");
        assertThat(plan.helperChangelog("ledger").name()).isEqualTo("fl.digits.mask-helper-ledger-changelog");
    }

    @Test
    void shouldLimitRecordsOfEveryTopicToTheDefault() {
        assertThat(specs.values()).allSatisfy(spec -> assertThat(spec.settings())
                .containsEntry(TopicConfig.MAX_MESSAGE_BYTES_CONFIG, "1048588"));
    }

    @Test
    void shouldCompactWhatIsReadByKeyAndDeleteTheRest() {
        assertThat(specs.get(topics.model()).settings()).containsEntry("cleanup.policy", "compact");
        assertThat(specs.get(topics.rounds()).settings()).containsEntry("cleanup.policy", "compact");
        assertThat(specs.get(topics.updates()).settings())
                .containsEntry("cleanup.policy", "delete")
                .containsEntry("retention.ms", "604800000");
        assertThat(specs.get(topics.partials()).settings())
                .containsEntry("cleanup.policy", "delete")
                .containsEntry("retention.ms", "604800000");
        assertThat(specs.get(topics.rejections()).settings())
                .containsEntry("cleanup.policy", "delete")
                .containsEntry("retention.ms", "2592000000");
    }

    @Test
    void shouldNotTrustClientClocks() {
        assertThat(specs.get(topics.updates()).settings()).containsEntry("message.timestamp.type", "LogAppendTime");
    }

    @Test
    void shouldLimitUpdatesAsTheyAreRead() {
        assertThat(specs.get(topics.updates()).settings()).containsEntry("compression.type", "uncompressed");
    }

    @Test
    void shouldUseOnlySettingsThatKafkaHas() {
        // TopicConfig holds Kafka's names as constants, so a misspelt setting would be missing there.
        var known = Arrays.stream(TopicConfig.class.getFields())
                .map(field -> {
                    try {
                        return String.valueOf(field.get(null));
                    } catch (IllegalAccessException e) {
                        throw new IllegalStateException(e);
                    }
                })
                .collect(Collectors.toSet());

        assertThat(specs.values()).allSatisfy(spec -> assertThat(known)
                .containsAll(spec.settings().keySet()));
    }

    @Test
    void shouldFollowTheSizingWhenThereIsOne() {
        TopicSizing sizing = new TopicSizing(Duration.ofDays(3), Duration.ofHours(5), 2 << 20);
        Map<String, TopicSpec> sized = new TopicPlan(topics, 6, (short) 3)
                .specs(sizing).stream().collect(Collectors.toMap(TopicSpec::name, Function.identity()));

        assertThat(sized.get(topics.updates()).settings()).containsEntry("retention.ms", "259200000");
        assertThat(sized.get(topics.partials()).settings()).containsEntry("retention.ms", "18000000");
        assertThat(sized.get(topics.model()).settings()).containsEntry("segment.bytes", "2097152");
    }

    @ParameterizedTest
    @CsvSource({"-1,", "1,", "2,", "3,2", "4,3", "5,3"})
    void shouldWantAMajorityInSyncFromThreeCopiesOn(short copies, String inSync) {
        assertThat(new TopicPlan(topics, 1, copies).specs())
                .allSatisfy(spec ->
                        assertThat(spec.settings().get("min.insync.replicas")).isEqualTo(inSync));
    }

    @Test
    void shouldDeleteWindowsFromTheirChangelogWhenTheyHaveEnded() {
        TopicSpec changelog = new TopicPlan(topics, 6, (short) 3).windowChangelog("windows", 1, Duration.ofMinutes(10));

        assertThat(changelog.name()).isEqualTo("fl.digits.aggregator-windows-changelog");
        assertThat(changelog.partitions()).isEqualTo(1);
        assertThat(changelog.settings())
                .containsEntry("cleanup.policy", "compact,delete")
                .containsEntry("retention.ms", "87000000")
                .containsEntry("min.insync.replicas", "2");
    }

    @Test
    void shouldNameChangelogsAsKafkaStreamsDoes() {
        TopicSpec changelog = new TopicPlan(topics, 6, (short) 3).changelog("admission", 6);

        assertThat(changelog.name()).isEqualTo("fl.digits.aggregator-admission-changelog");
        assertThat(changelog.partitions()).isEqualTo(6);
        assertThat(changelog.settings()).containsEntry("cleanup.policy", "compact");
    }
}
