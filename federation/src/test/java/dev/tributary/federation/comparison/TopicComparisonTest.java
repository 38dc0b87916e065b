package dev.tributary.federation.comparison;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import dev.tributary.federation.provisioning.ProvisioningPlan;
import dev.tributary.federation.provisioning.Workload;
import dev.tributary.federation.settings.FederationSettings;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TopicComparisonTest {

    private static final FederationSettings SETTINGS = FederationSettings.parse(
            "federation: digits\nprivacy: {masking: off}\ntopics: {updatePartitions: 4, replicationFactor: 3}\nround: {deadline: 1h}");

    private final ProvisioningPlan plan = ProvisioningPlan.of(SETTINGS);
    private final Map<String, ObservedTopic> cluster = asPlanned(plan);

    @Test
    void shouldKnowHowEveryPlannedSettingMayDiffer() {
        assertThat(plan.specs()).allSatisfy(spec -> assertThat(TopicComparison.BOUNDS)
                .containsKeys(spec.settings().keySet().toArray(String[]::new)));
    }

    @Test
    void shouldFindNothingWhenAllIsAsPlanned() {
        assertThat(differences()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        // What works the same or better is no difference.
        "updates, retention.ms, 604800001, none",
        "updates, retention.ms, -1, none",
        "updates, max.message.bytes, 10000000, none",
        "updates, segment.ms, 1000, none",
        "model, min.cleanable.dirty.ratio, 0.05, none",
        "model, delete.retention.ms, 86400000, none",
        "model, min.insync.replicas, 3, none",
        "rejections, retention.bytes, -1, none",
        // The size of the model is not known here, and with it that of a segment.
        "model, segment.bytes, 1073741824, none",
        // What works, if less well.
        "updates, retention.ms, 10800000, harmless",
        "updates, retention.bytes, 1000, harmless",
        "updates, max.message.bytes, 16384, harmless",
        "updates, segment.ms, 604800000, harmless",
        "model, min.cleanable.dirty.ratio, 0.5, harmless",
        "model, delete.retention.ms, 1000, harmless",
        "model, min.insync.replicas, 1, harmless",
        "rejections, retention.ms, 1, harmless",
        "rejections, cleanup.policy, compact, harmless",
        "aggregator-round-changelog, segment.bytes, 1073741824, harmless",
        // What loses something or does not run. Three times the deadline is the least to keep.
        "updates, retention.ms, 10799999, harmful",
        "partials, retention.ms, 10799999, harmful",
        "updates, cleanup.policy, compact, harmful",
        "updates, cleanup.policy, 'compact,delete', harmful",
        "model, cleanup.policy, delete, harmful",
        "rounds, cleanup.policy, 'compact,delete', harmful",
        "aggregator-admission-changelog, cleanup.policy, delete, harmful",
        "updates, message.timestamp.type, CreateTime, harmful",
        "model, max.message.bytes, 16383, harmful",
        "model, min.insync.replicas, 4, harmful",
    })
    void shouldTellHarmFromHarmlessWhenASettingDiffers(String topic, String setting, String found, String verdict) {
        change(topic, setting, found);

        List<Difference> differences = differences();

        assertThat(differences).hasSize("none".equals(verdict) ? 0 : 1);
        assertThat(differences).allSatisfy(difference -> assertThat(difference)
                .extracting(Difference::topic, Difference::subject, Difference::found, Difference::isHarmful)
                .containsExactly("fl.digits." + topic, setting, found, "harmful".equals(verdict)));
    }

    @ParameterizedTest
    @CsvSource({"9999999999, true", "99999999999, false", "-1, none"})
    void shouldJudgeALimitInBytesByTheSizeOfTheModelWhenItIsKnown(String found, String isHarmful) {
        ProvisioningPlan sized = sized(1_000_000_000);
        change("updates", "retention.bytes", found);

        assertThat(new TopicComparison(sized)
                        .differences(observation()).stream()
                                .filter(difference -> "retention.bytes".equals(difference.subject()))
                                .map(difference -> String.valueOf(difference.isHarmful())))
                .isEqualTo("none".equals(isHarmful) ? List.of() : List.of(isHarmful));
    }

    @Test
    void shouldCompareTheSegmentsOfTheModelWhenItsSizeIsKnown() {
        change("model", "segment.bytes", "1073741824");

        assertThat(new TopicComparison(sized(10_000_000)).differences(observation()))
                .extracting(Difference::sentence)
                .containsExactly("topic fl.digits.model must have segment.bytes at most 20000000, has 1073741824");
    }

    @ParameterizedTest
    @CsvSource({
        "updates, 2, 'topic fl.digits.updates must have 4 partitions, has 2',"
                + " 'set topics.updatePartitions to 2, or create the topic anew'",
        "updates, 8, 'topic fl.digits.updates must have 4 partitions, has 8',"
                + " 'if the federation has not begun yet, set topics.updatePartitions to 8; else begin a federation of"
                + " another name from the newest model, since partitions cannot be taken away'",
        "model, 2, 'topic fl.digits.model must have 1 partitions, has 2',"
                + " 'begin a federation of another name from the newest model, since partitions cannot be taken away'",
    })
    void shouldRefuseAnotherNumberOfPartitions(String topic, int found, String sentence, String remedy) {
        cluster.computeIfPresent(
                "fl.digits." + topic,
                (name, before) -> new ObservedTopic(found, before.replicationFactor(), before.settings()));

        assertThat(differences())
                .extracting(Difference::sentence, Difference::remedy, Difference::isHarmful)
                .containsExactly(tuple(sentence, remedy, true));
    }

    @Test
    void shouldAllowMorePartitionsOfRejectionsSinceNobodyNeedsTheirOrder() {
        cluster.computeIfPresent(
                "fl.digits.rejections",
                (name, before) -> new ObservedTopic(6, before.replicationFactor(), before.settings()));

        assertThat(differences()).isEmpty();
    }

    @Test
    void shouldNotAskForMoreCopiesInSyncThanOneMayBeAway() {
        cluster.computeIfPresent(
                "fl.digits.model",
                (name, before) -> new ObservedTopic(
                        1,
                        2,
                        Optional.of(Map.of(
                                "cleanup.policy", "compact",
                                "max.message.bytes", "1048588",
                                "min.cleanable.dirty.ratio", "0.1",
                                "delete.retention.ms", "3600000",
                                "min.insync.replicas", "1",
                                "segment.bytes", "67108864"))));

        assertThat(differences())
                .extracting(Difference::sentence, Difference::isHarmful)
                .containsExactly(tuple("topic fl.digits.model must have at least 3 replicas, has 2", false));
    }

    @Test
    void shouldMissTopicsOfTheFederationAndForgiveThoseThatTheAggregatorCreates() {
        cluster.remove("fl.digits.model");
        cluster.remove("fl.digits.aggregator-round-changelog");

        assertThat(differences())
                .extracting(Difference::sentence, Difference::isHarmful)
                .containsExactly(
                        tuple("topic fl.digits.model must exist", true),
                        tuple("topic fl.digits.aggregator-round-changelog must exist", false));
    }

    @Test
    void shouldPassOverSettingsThatMayNotBeSeen() {
        cluster.computeIfPresent("fl.digits.model", (name, before) -> new ObservedTopic(1, 3, Optional.empty()));

        assertThat(differences()).isEmpty();
    }

    private void change(String topic, String setting, String value) {
        cluster.computeIfPresent("fl.digits." + topic, (name, before) -> {
            Map<String, String> settings = new HashMap<>(before.settings().orElseThrow());
            settings.put(setting, value);
            return new ObservedTopic(before.partitions(), before.replicationFactor(), Optional.of(settings));
        });
    }

    private List<Difference> differences() {
        return new TopicComparison(plan).differences(observation());
    }

    private ClusterObservation observation() {
        return new ClusterObservation(cluster, Map.of());
    }

    private static ProvisioningPlan sized(long modelBytes) {
        return new ProvisioningPlan(
                SETTINGS, new Workload(Duration.ofHours(1), Duration.ofDays(7), OptionalLong.of(modelBytes)));
    }

    private static Map<String, ObservedTopic> asPlanned(ProvisioningPlan plan) {
        Map<String, ObservedTopic> topics = new HashMap<>();
        plan.specs()
                .forEach(spec -> topics.put(
                        spec.name(),
                        new ObservedTopic(spec.partitions(), spec.replicationFactor(), Optional.of(spec.settings()))));
        return topics;
    }
}
