package dev.tributary.schemas.topic;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * The topics that a federation needs, with their settings. Nothing else in the product knows a topic setting.
 *
 * @param topics            the federation's names
 * @param updatePartitions  partitions of {@code updates}: the most tasks that stage 1 can have
 * @param replicationFactor copies of each partition
 */
public record TopicPlan(FederationTopics topics, int updatePartitions, short replicationFactor) {

    /** Kafka's default for a topic; nothing of ours needs more. */
    public static final int MAX_MESSAGE_BYTES = 1_048_588;

    private static final Duration UPDATE_RETENTION = Duration.ofDays(7);
    private static final Duration PARTIAL_RETENTION = Duration.ofDays(2);
    private static final Duration REJECTION_RETENTION = Duration.ofDays(30);

    /**
     * Lists the topics.
     *
     * @return updates, partials, rounds, model, rejections
     */
    public List<TopicSpec> specs() {
        return List.of(updates(), partials(), rounds(), model(), rejections());
    }

    private TopicSpec updates() {
        Map<String, String> settings = deleted(UPDATE_RETENTION);
        // No client clock decides anything: the broker's time replaces the client's.
        settings.put("message.timestamp.type", "LogAppendTime");
        return spec(topics.updates(), updatePartitions, settings);
    }

    private TopicSpec partials() {
        return spec(topics.partials(), 1, deleted(PARTIAL_RETENTION));
    }

    private TopicSpec rounds() {
        // Every key is written once, so compaction keeps all: the audit trail has no end date.
        return spec(topics.rounds(), 1, compacted());
    }

    private TopicSpec model() {
        Map<String, String> settings = compacted();
        // The active segment is never compacted: small segments and an eager cleaner keep the topic near
        // keepVersions models.
        settings.put("segment.bytes", String.valueOf(64 * 1024 * 1024));
        settings.put("min.cleanable.dirty.ratio", "0.1");
        settings.put("delete.retention.ms", String.valueOf(Duration.ofHours(1).toMillis()));
        return spec(topics.model(), 1, settings);
    }

    private TopicSpec rejections() {
        return spec(topics.rejections(), 1, deleted(REJECTION_RETENTION));
    }

    private TopicSpec spec(String name, int partitions, Map<String, String> settings) {
        settings.put("max.message.bytes", String.valueOf(MAX_MESSAGE_BYTES));
        return new TopicSpec(name, partitions, replicationFactor, settings);
    }

    private static Map<String, String> deleted(Duration retention) {
        Map<String, String> settings = new TreeMap<>();
        settings.put("cleanup.policy", "delete");
        settings.put("retention.ms", String.valueOf(retention.toMillis()));
        return settings;
    }

    private static Map<String, String> compacted() {
        Map<String, String> settings = new TreeMap<>();
        settings.put("cleanup.policy", "compact");
        return settings;
    }
}
