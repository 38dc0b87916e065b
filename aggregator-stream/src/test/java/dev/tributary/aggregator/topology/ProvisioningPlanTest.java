package dev.tributary.aggregator.topology;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tributary.aggregator.harness.ModelLog;
import dev.tributary.aggregator.harness.SideWorks;
import dev.tributary.aggregator.operations.FederationMetrics;
import dev.tributary.aggregator.release.ReleaseKeys;
import dev.tributary.federation.provisioning.PlannedTopic;
import dev.tributary.federation.provisioning.ProvisioningPlan;
import dev.tributary.federation.provisioning.TopicRole;
import dev.tributary.federation.provisioning.Workload;
import dev.tributary.federation.settings.FederationSettings;
import dev.tributary.log.registry.Framings;
import dev.tributary.schemas.FederationException;
import dev.tributary.schemas.topic.TopicSpec;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Clock;
import java.time.Duration;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.apache.kafka.streams.TopologyDescription;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ProvisioningPlanTest {

    private static final Duration WEEK = Duration.ofDays(7);

    @Test
    void shouldPlanTheChangelogOfEveryStoreOfTheTopology() {
        FederationSettings settings = FederationSettings.parse(
                "federation: digits\nprivacy: {masking: off}\ntopics: {updatePartitions: 4, replicationFactor: 3}");
        Map<String, Integer> planned = ProvisioningPlan.of(settings).topics().stream()
                .filter(topic -> topic.role().isInternal())
                .collect(Collectors.toMap(
                        PlannedTopic::name, topic -> topic.spec().partitions()));

        assertThat(planned).isEqualTo(changelogs(settings));
    }

    /** What Kafka Streams makes of the topology: {@code <application id>-<store>-changelog}, a partition a task. */
    private static Map<String, Integer> changelogs(FederationSettings settings) {
        Map<String, Integer> partitions = ProvisioningPlan.of(settings).specs().stream()
                .collect(Collectors.toMap(TopicSpec::name, TopicSpec::partitions));
        Map<String, Integer> changelogs = new TreeMap<>();
        for (TopologyDescription.Subtopology part : topology(settings).subtopologies()) {
            int tasks = sources(part).stream().mapToInt(partitions::get).max().orElseThrow();
            stores(part)
                    .forEach(store ->
                            changelogs.put(settings.topics().applicationId() + "-" + store + "-changelog", tasks));
        }
        return changelogs;
    }

    private static TopologyDescription topology(FederationSettings settings) {
        return new RoundTopology(
                        settings,
                        new ChunkSizes(1 << 20, 1 << 20),
                        new ModelLog(),
                        (partition, from, through, visitor) -> {},
                        Framings.SINGLE_OBJECT,
                        SideWorks.AT_ONCE,
                        new FederationMetrics(new SimpleMeterRegistry(), "digits", Clock.systemUTC()),
                        ReleaseKeys.NONE)
                .build()
                .describe();
    }

    private static Set<String> sources(TopologyDescription.Subtopology part) {
        return part.nodes().stream()
                .filter(TopologyDescription.Source.class::isInstance)
                .flatMap(node -> ((TopologyDescription.Source) node).topicSet().stream())
                .collect(Collectors.toSet());
    }

    private static Set<String> stores(TopologyDescription.Subtopology part) {
        return part.nodes().stream()
                .filter(TopologyDescription.Processor.class::isInstance)
                .flatMap(node -> ((TopologyDescription.Processor) node).stores().stream())
                // A global store is filled from its topic and has no changelog.
                .filter(store -> !"newest-version".equals(store))
                .collect(Collectors.toSet());
    }

    @ParameterizedTest
    @CsvSource({
        "1m, 1m, 7d", // the longest stop
        "1d, 1m, 10d", // ten rounds that close at their deadline
        "1m, 2d, 20d", // ten rounds as long as they are said to be
    })
    void shouldKeepUpdatesAndPartialSumsForTenRoundsAndTheLongestStop(
            String deadline, String roundLength, String retention) {
        FederationSettings settings = FederationSettings.parse(
                "federation: digits\nprivacy: {masking: off}\ntopics: {updatePartitions: 2}\nround: {deadline: "
                        + deadline + "}");
        ProvisioningPlan plan =
                new ProvisioningPlan(settings, new Workload(duration(roundLength), WEEK, OptionalLong.empty()));

        String millis = String.valueOf(duration(retention).toMillis());
        assertThat(setting(plan, TopicRole.UPDATES, "retention.ms")).isEqualTo(millis);
        assertThat(setting(plan, TopicRole.PARTIALS, "retention.ms")).isEqualTo(millis);
    }

    private static Duration duration(String text) {
        return Duration.parse((text.endsWith("d") ? "P" : "PT") + text);
    }

    @ParameterizedTest
    @CsvSource({
        "-1, 67108864", // not known
        "4000000, 16777216", // not less than 16 MiB
        "46800000, 93600000", // two versions
        "4000000000, 1073741824", // not more than Kafka's default
    })
    void shouldSizeTheSegmentsOfTheModelTopicForTwoVersions(long modelBytes, String segmentBytes) {
        OptionalLong bytes = modelBytes < 0 ? OptionalLong.empty() : OptionalLong.of(modelBytes);
        ProvisioningPlan plan = new ProvisioningPlan(
                FederationSettings.parse("federation: digits\nprivacy: {masking: off}"),
                new Workload(Duration.ofMinutes(1), WEEK, bytes));

        assertThat(setting(plan, TopicRole.MODEL, "segment.bytes")).isEqualTo(segmentBytes);
    }

    @ParameterizedTest
    @CsvSource({"-1, ''", "1, ''", "2, ''", "3, 2", "4, 3", "5, 3"})
    void shouldAskForAMajorityInSyncWhenOneCopyMayBeAway(int replicationFactor, String inSync) {
        ProvisioningPlan plan = ProvisioningPlan.of(FederationSettings.parse(
                "federation: digits\nprivacy: {masking: off}\ntopics: {replicationFactor: " + replicationFactor + "}"));

        assertThat(plan.specs()).allSatisfy(spec -> assertThat(spec.settings().getOrDefault("min.insync.replicas", ""))
                .isEqualTo(inSync));
    }

    @Test
    void shouldRefuseAWorkloadOutOfBounds() {
        assertThatThrownBy(() -> new Workload(Duration.ofMinutes(1), WEEK, OptionalLong.of(3)))
                .isInstanceOf(FederationException.class)
                .hasMessage("model bytes must be from 4 to 8589934588, was 3");
    }

    private static String setting(ProvisioningPlan plan, TopicRole role, String setting) {
        return plan.topics().stream()
                .filter(topic -> topic.role() == role)
                .findFirst()
                .orElseThrow()
                .spec()
                .settings()
                .get(setting);
    }
}
