package dev.tributary.aggregator.application;

import dev.tributary.aggregator.recovery.FoundTopic;
import dev.tributary.aggregator.topology.ChunkSizes;
import dev.tributary.federation.access.AccessPlan;
import dev.tributary.federation.access.AccessRole;
import dev.tributary.federation.access.AccessRule;
import dev.tributary.federation.access.RequiredAccess;
import dev.tributary.federation.comparison.ClusterObservation;
import dev.tributary.federation.comparison.Difference;
import dev.tributary.federation.comparison.Refusal;
import dev.tributary.federation.comparison.TopicComparison;
import dev.tributary.federation.condition.ConditionReader;
import dev.tributary.federation.provisioning.PlannedTopic;
import dev.tributary.federation.provisioning.ProvisioningPlan;
import dev.tributary.federation.settings.FederationSettings;
import dev.tributary.log.cluster.Cluster;
import dev.tributary.schemas.FederationException;
import dev.tributary.schemas.payload.ChunkSplitter;
import dev.tributary.schemas.topic.FederationTopics;
import dev.tributary.schemas.topic.TopicPlan;
import dev.tributary.schemas.topic.TopicSpec;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.apache.kafka.common.errors.AuthorizationException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Conditions of a start, checked against the real cluster. */
final class StartChecks {

    private static final Logger LOG = LoggerFactory.getLogger(StartChecks.class);

    /** With the start of a JVM below the 15 s within which wrong input is answered. */
    private static final Duration TIMEOUT = Duration.ofSeconds(8);

    private StartChecks() {}

    /**
     * Makes the same comparison as {@code topics check}, creates the changelogs that are missing, and asks what this
     * principal may do. Kafka Streams would do the second, and fail for want of the third, without naming the remedy.
     *
     * @param newest gives the newest version on the topic of models
     * @return payload bytes that fit in a record of each topic, and which topics they are
     * @throws FederationException naming the topics that are not as they must be, and the remedy
     */
    static CheckedTopics check(
            FederationSettings settings, Map<String, Object> kafkaConfig, Supplier<OptionalLong> newest) {
        ProvisioningPlan plan = ProvisioningPlan.of(settings);
        List<AccessRule> rights = rights(settings);
        try (Cluster cluster = Cluster.connect(kafkaConfig, TIMEOUT)) {
            ClusterObservation observed = ClusterObservation.of(
                    cluster,
                    plan.topics().stream()
                            .map(PlannedTopic::name)
                            .filter(topic -> isOurs(rights, topic))
                            .toList());
            if (!observed.unseenSettings().isEmpty()) {
                LOG.info("settings not checked, for want of DescribeConfigs: topics={}", observed.unseenSettings());
            }
            List<Difference> differences = new TopicComparison(plan)
                    .differences(observed).stream()
                            .filter(difference -> isOurs(rights, difference.topic()))
                            .toList();
            requireNoHarm(differences);
            FederationTopics names = settings.topics();
            new RequiredAccess(rights, names.applicationId())
                    .require(cluster, observed.topics().keySet());
            requireMemory(cluster, names, newest);
            createMissingChangelogs(cluster, plan, differences);
            return new CheckedTopics(chunkSizes(settings, observed.settings()), found(cluster, observed));
        }
    }

    /**
     * Facts of the cluster that the topology needs.
     *
     * @param chunkSizes payload bytes that fit in a record of each topic
     * @param topics     each topic by its name
     */
    record CheckedTopics(ChunkSizes chunkSizes, Map<String, FoundTopic> topics) {}

    private static Map<String, FoundTopic> found(Cluster cluster, ClusterObservation observed) {
        Map<String, FoundTopic> topics = new TreeMap<>();
        cluster.findTopics(observed.topics().keySet())
                .forEach((topic, description) -> topics.put(
                        topic,
                        new FoundTopic(
                                description.topicId().toString(),
                                description.partitions().size())));
        return topics;
    }

    /** Before changelogs are made anew: one that is missing is a store that was lost, unless nothing has begun yet. */
    private static void requireMemory(Cluster cluster, FederationTopics topics, Supplier<OptionalLong> newest) {
        new ConditionReader(cluster, topics).read(newest).requireSound();
    }

    private static List<AccessRule> rights(FederationSettings settings) {
        return new AccessPlan(
                        settings.topics(), false, false, settings.privacy().isMasked())
                .rules(AccessRole.AGGREGATOR);
    }

    /** Topics of clients and mask helper alone are none of the aggregator's business: it may not even see them. */
    private static boolean isOurs(List<AccessRule> rights, String topic) {
        return rights.stream().anyMatch(rule -> rule.resource().coversTopic(topic));
    }

    /** Names of the topics that the aggregator reads or writes, those of Kafka Streams left out. */
    static List<String> watched(FederationSettings settings) {
        List<AccessRule> rights = rights(settings);
        return settings.topicPlan().specs().stream()
                .map(TopicSpec::name)
                .filter(topic -> isOurs(rights, topic))
                .toList();
    }

    private static void requireNoHarm(List<Difference> differences) {
        List<Difference> harmful =
                differences.stream().filter(Difference::isHarmful).toList();
        if (!harmful.isEmpty()) {
            throw new FederationException(Refusal.of(harmful));
        }
        differences.stream()
                .filter(difference -> difference.kind() != Difference.Kind.MISSING)
                .forEach(difference -> LOG.info("harmless: {}", difference.sentence()));
    }

    private static void createMissingChangelogs(Cluster cluster, ProvisioningPlan plan, List<Difference> differences) {
        Set<String> missing = differences.stream()
                .filter(difference -> difference.kind() == Difference.Kind.MISSING)
                .map(Difference::topic)
                .collect(Collectors.toSet());
        if (missing.isEmpty()) {
            return;
        }
        try {
            cluster.createMissing(plan.specs().stream()
                            .filter(spec -> missing.contains(spec.name()))
                            .toList())
                    .forEach(topic -> LOG.info("created: topic={}", topic));
        } catch (FederationException e) {
            if (e.getCause() instanceof AuthorizationException) {
                throw new FederationException(Refusal.of(differences), e);
            }
            throw e;
        }
    }

    /** A topic of partial sums that is not planned has no limit to be read, and none is missed in the log. */
    static ChunkSizes chunkSizes(FederationSettings settings, Map<String, Map<String, String>> observed) {
        FederationTopics topics = settings.topics();
        int model = Math.min(chunkBytes(topics.model(), observed), chunkBytes(topics.rounds(), observed));
        int partials = settings.topicPlan().hasPartials()
                ? chunkBytes(topics.partials(), observed)
                : ChunkSplitter.chunkBytes(TopicPlan.MAX_MESSAGE_BYTES);
        return new ChunkSizes(partials, model);
    }

    private static int chunkBytes(String topic, Map<String, Map<String, String>> observed) {
        return ChunkSplitter.chunkBytes(Cluster.maxMessageBytes(topic, observed));
    }
}
