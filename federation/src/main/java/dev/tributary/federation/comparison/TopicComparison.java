package dev.tributary.federation.comparison;

import dev.tributary.federation.footprint.FootprintEstimate;
import dev.tributary.federation.provisioning.PlannedTopic;
import dev.tributary.federation.provisioning.ProvisioningPlan;
import dev.tributary.federation.provisioning.TopicRole;
import dev.tributary.schemas.payload.ChunkSplitter;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * Compares a cluster with a plan. A value that is better than the planned one, such as a longer retention, is no
 * difference. Settings that this principal may not see are passed over.
 */
public final class TopicComparison {

    private static final String MAX_MESSAGE_BYTES = "max.message.bytes";
    private static final String MIN_INSYNC_REPLICAS = "min.insync.replicas";
    private static final String SEGMENT_BYTES = "segment.bytes";

    /** How each planned setting may differ. */
    static final Map<String, Bound> BOUNDS = Map.ofEntries(
            Map.entry("cleanup.policy", Bound.EXACTLY),
            Map.entry("message.timestamp.type", Bound.EXACTLY),
            Map.entry("compression.type", Bound.EXACTLY),
            Map.entry(MAX_MESSAGE_BYTES, Bound.AT_LEAST),
            Map.entry(MIN_INSYNC_REPLICAS, Bound.AT_LEAST),
            Map.entry("retention.ms", Bound.AT_LEAST),
            Map.entry("retention.bytes", Bound.AT_LEAST),
            Map.entry("delete.retention.ms", Bound.AT_LEAST),
            Map.entry(SEGMENT_BYTES, Bound.AT_MOST),
            Map.entry("segment.ms", Bound.AT_MOST),
            Map.entry("min.cleanable.dirty.ratio", Bound.AT_MOST));

    private static final int REPLICAS_FOR_TWO_IN_SYNC = 3;
    private static final String ALTER = "alter it with: tributary topics apply --alter";

    private final ProvisioningPlan plan;
    private final Optional<FootprintEstimate> estimate;

    /**
     * @param plan the plan
     */
    public TopicComparison(ProvisioningPlan plan) {
        this.plan = plan;
        this.estimate = FootprintEstimate.of(plan);
    }

    /**
     * Lists differences from the plan.
     *
     * @param observed state of the cluster
     * @return differences in the order of the plan
     */
    public List<Difference> differences(ClusterObservation observed) {
        List<Difference> differences = new ArrayList<>();
        for (PlannedTopic topic : plan.topics()) {
            ObservedTopic found = observed.topics().get(topic.name());
            if (found == null) {
                differences.add(Difference.missing(topic));
            } else {
                differences.addAll(compare(topic, found));
            }
        }
        return List.copyOf(differences);
    }

    private List<Difference> compare(PlannedTopic topic, ObservedTopic found) {
        List<Difference> differences = new ArrayList<>();
        comparePartitions(topic, found).ifPresent(differences::add);
        compareReplication(topic, found).ifPresent(differences::add);
        found.settings().ifPresent(settings -> {
            new TreeMap<>(topic.spec().settings()).forEach((setting, planned) -> {
                if (isComparable(topic, setting, found)) {
                    compareSetting(topic, setting, planned, settings).ifPresent(differences::add);
                }
            });
            requireWritable(topic, found, settings).ifPresent(differences::add);
        });
        return differences;
    }

    private static Optional<Difference> comparePartitions(PlannedTopic topic, ObservedTopic found) {
        int wanted = topic.spec().partitions();
        // Nobody depends on the order of rejections.
        if (found.partitions() == wanted || topic.role() == TopicRole.REJECTIONS) {
            return Optional.empty();
        }
        return Optional.of(new Difference(
                topic.name(),
                Difference.Kind.PARTITIONS,
                "partitions",
                String.valueOf(wanted),
                String.valueOf(wanted),
                String.valueOf(found.partitions()),
                true,
                found.partitions() > wanted
                        ? tooManyRemedy(topic.role(), found.partitions())
                        : partitionsRemedy(topic.role(), found.partitions())));
    }

    /** Kafka takes no partition away, and a client's updates would go to another task than before. */
    private static String tooManyRemedy(TopicRole role, int found) {
        String anew = "begin a federation of another name from the newest model, since partitions cannot be taken away";
        return role == TopicRole.UPDATES
                ? "if the federation has not begun yet, set topics.updatePartitions to " + found + "; else " + anew
                : anew;
    }

    private static String partitionsRemedy(TopicRole role, int found) {
        return switch (role) {
            case UPDATES -> "set topics.updatePartitions to " + found + ", or create the topic anew";
            case ADMISSION_CHANGELOG ->
                "set topics.updatePartitions to " + found + " and give the topic of updates as many partitions";
            default -> "stop the federation and create the topic anew";
        };
    }

    private static Optional<Difference> compareReplication(PlannedTopic topic, ObservedTopic found) {
        int wanted = topic.spec().replicationFactor();
        if (found.replicationFactor() >= wanted) {
            return Optional.empty();
        }
        return Optional.of(new Difference(
                topic.name(),
                Difference.Kind.REPLICATION,
                "replicas",
                Bound.AT_LEAST.show(String.valueOf(wanted)),
                String.valueOf(wanted),
                String.valueOf(found.replicationFactor()),
                false,
                "add replicas with: kafka-reassign-partitions.sh"));
    }

    private boolean isComparable(PlannedTopic topic, String setting, ObservedTopic found) {
        return switch (setting) {
            // Two in sync of two copies would stop all writes as soon as one is away.
            case MIN_INSYNC_REPLICAS -> found.replicationFactor() >= REPLICAS_FOR_TWO_IN_SYNC;
            // The size of the model's segments follows from the size of the model.
            case SEGMENT_BYTES -> topic.role() != TopicRole.MODEL || estimate.isPresent();
            default -> true;
        };
    }

    private Optional<Difference> compareSetting(
            PlannedTopic topic, String setting, String planned, Map<String, String> settings) {
        Bound bound = BOUNDS.get(setting);
        String found = settings.getOrDefault(setting, "");
        if (!found.isEmpty() && bound.holds(setting, planned, found)) {
            return Optional.empty();
        }
        return Optional.of(settingDifference(
                topic, setting, bound, planned, found, !found.isEmpty() && isHarmful(topic, setting, found)));
    }

    /** More copies in sync than there are copies: every write would be refused. */
    private static Optional<Difference> requireWritable(
            PlannedTopic topic, ObservedTopic found, Map<String, String> settings) {
        String inSync = settings.getOrDefault(MIN_INSYNC_REPLICAS, "1");
        if (Integer.parseInt(inSync) <= found.replicationFactor()) {
            return Optional.empty();
        }
        String most = String.valueOf(found.replicationFactor());
        return Optional.of(settingDifference(topic, MIN_INSYNC_REPLICAS, Bound.AT_MOST, most, inSync, true));
    }

    private static Difference settingDifference(
            PlannedTopic topic, String setting, Bound bound, String planned, String found, boolean isHarmful) {
        return new Difference(
                topic.name(), Difference.Kind.SETTING, setting, bound.show(planned), planned, found, isHarmful, ALTER);
    }

    private boolean isHarmful(PlannedTopic topic, String setting, String found) {
        double value = BOUNDS.get(setting) == Bound.EXACTLY ? 0 : Bound.number(setting, found);
        return switch (setting) {
            case "cleanup.policy" -> topic.role() != TopicRole.REJECTIONS;
            case "message.timestamp.type" -> true;
            case MAX_MESSAGE_BYTES -> value < ChunkSplitter.MIN_MAX_MESSAGE_BYTES;
            case "retention.ms" ->
                topic.role().isWriteAheadLog() && value < plan.leastRetention().toMillis();
            case "retention.bytes" -> topic.role().isWriteAheadLog() && value < leastRetentionBytes(topic);
            default -> false;
        };
    }

    private double leastRetentionBytes(PlannedTopic topic) {
        return estimate.map(known -> known.of(topic).leastRetentionBytes().orElse(0))
                .orElse(0L);
    }
}
