package dev.tributary.schemas.topic;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * The topics that a federation needs, with their settings. Nothing else in the product knows a topic setting.
 *
 * @param topics            the federation's names
 * @param updatePartitions  partitions of {@code updates}: the most tasks that stage 1 can have
 * @param replicationFactor copies of each partition, or {@link #BROKERS_REPLICATION_FACTOR}
 * @param isMasked          whether updates come under masks, for which there are further topics
 */
public record TopicPlan(FederationTopics topics, int updatePartitions, short replicationFactor, boolean isMasked) {

    /** Kafka's default for a topic; nothing of ours needs more. */
    public static final int MAX_MESSAGE_BYTES = 1_048_588;

    /** Replication factor that leaves the choice to the broker's {@code default.replication.factor}. */
    public static final short BROKERS_REPLICATION_FACTOR = -1;

    private static final Duration REJECTION_RETENTION = Duration.ofDays(30);
    private static final Duration EVALUATION_RETENTION = Duration.ofDays(7);
    private static final Duration CONTROL_RETENTION = Duration.ofDays(30);
    private static final Duration SEED_RETENTION = Duration.ofDays(1);
    private static final Duration SEED_SEGMENT = Duration.ofHours(1);
    /** Kafka's default of windowstore.changelog.additional.retention.ms. */
    private static final Duration WINDOW_RETENTION = Duration.ofDays(1);

    /** Longer than any restore or bootstrap that has begun takes to pass over them. */
    private static final Duration TOMBSTONE_RETENTION = Duration.ofHours(1);

    private static final Duration LONGEST_SEGMENT = Duration.ofDays(1);

    /** From here on one copy may be away while acknowledged records still stand twice. */
    private static final int REPLICAS_FOR_TWO_IN_SYNC = 3;

    private static final int SMALL_SEGMENT_BYTES = 64 * 1024 * 1024;
    private static final int REJECTION_BYTES = 1024 * 1024 * 1024;

    /**
     * Plans a federation whose updates stand in the clear.
     *
     * @param topics            the federation's names
     * @param updatePartitions  partitions of {@code updates}
     * @param replicationFactor copies of each partition, or {@link #BROKERS_REPLICATION_FACTOR}
     */
    public TopicPlan(FederationTopics topics, int updatePartitions, short replicationFactor) {
        this(topics, updatePartitions, replicationFactor, false);
    }

    /**
     * Says whether partial sums go through a topic of their own, which puts those of several partitions in one order.
     *
     * @return whether there is more than one partition of updates
     */
    public boolean hasPartials() {
        return updatePartitions > 1;
    }

    /**
     * Lists the topics, for a model and rounds of common size.
     *
     * @return updates, partials if it has them, rounds, model, rejections, evaluations, control; with masks seeds,
     *     receipts, unmask, mask-sums, helper-keys, enrolment too
     */
    public List<TopicSpec> specs() {
        return specs(TopicSizing.COMMON);
    }

    /**
     * Lists the topics.
     *
     * @param sizing settings that depend on the size of the model and the length of a round
     * @return updates, partials if it has them, rounds, model, rejections, evaluations, control; with masks seeds,
     *     receipts, unmask, mask-sums, helper-keys, enrolment too
     */
    public List<TopicSpec> specs(TopicSizing sizing) {
        return Stream.of(
                        Stream.of(updates(sizing)),
                        hasPartials() ? Stream.of(partials(sizing)) : Stream.<TopicSpec>empty(),
                        Stream.of(rounds(), model(sizing), rejections(), evaluations(), control()),
                        isMasked ? masked(sizing) : Stream.<TopicSpec>empty())
                .flatMap(topics -> topics)
                .toList();
    }

    /**
     * Describes a changelog topic of Kafka Streams, which Kafka Streams itself would create with default settings.
     *
     * @param storeName  name of the state store
     * @param partitions tasks that have the store
     * @return the topic
     */
    public TopicSpec changelog(String storeName, int partitions) {
        Map<String, String> settings = compacted();
        // Small segments: what a task restores includes the active segment, which is never compacted.
        settings.put("segment.bytes", String.valueOf(SMALL_SEGMENT_BYTES));
        // A store forgets an update for each that it admits: a day of tombstones would be far more than what it holds.
        settings.put("delete.retention.ms", String.valueOf(TOMBSTONE_RETENTION.toMillis()));
        return spec(topics.applicationId() + "-" + storeName + "-changelog", partitions, settings);
    }

    /**
     * Describes the changelog topic of a store of windows, whose keys are never written again once a window has ended:
     * they are deleted by time, a day after, as Kafka Streams would have it.
     *
     * @param storeName  name of the state store
     * @param partitions tasks that have the store
     * @param window     how long the store keeps a window
     * @return the topic
     */
    public TopicSpec windowChangelog(String storeName, int partitions, Duration window) {
        Map<String, String> settings =
                new TreeMap<>(changelog(storeName, partitions).settings());
        settings.put("cleanup.policy", "compact,delete");
        settings.put(
                "retention.ms", String.valueOf(window.plus(WINDOW_RETENTION).toMillis()));
        settings.put("retention.bytes", "-1");
        settings.put("segment.ms", String.valueOf(LONGEST_SEGMENT.toMillis()));
        return spec(topics.applicationId() + "-" + storeName + "-changelog", partitions, settings);
    }

    private TopicSpec updates(TopicSizing sizing) {
        Map<String, String> settings = deleted(sizing.updateRetention());
        // No client clock decides anything: the broker's time replaces the client's.
        settings.put("message.timestamp.type", "LogAppendTime");
        // A consumer makes room for what a compressed record says it is: so the broker unpacks it first and applies
        // max.message.bytes to that. Payloads are noise in any case, and gain nothing.
        settings.put("compression.type", "uncompressed");
        return spec(topics.updates(), updatePartitions, settings);
    }

    private TopicSpec partials(TopicSizing sizing) {
        return spec(topics.partials(), 1, deleted(sizing.partialRetention()));
    }

    private TopicSpec rounds() {
        // Every key is written once, so compaction keeps all: the audit trail has no end date.
        return spec(topics.rounds(), 1, compacted());
    }

    private TopicSpec model(TopicSizing sizing) {
        Map<String, String> settings = compacted();
        // The active segment is never compacted: small segments and an eager cleaner keep the topic near
        // keepVersions models.
        settings.put("segment.bytes", String.valueOf(sizing.modelSegmentBytes()));
        settings.put("min.cleanable.dirty.ratio", "0.1");
        settings.put("delete.retention.ms", String.valueOf(TOMBSTONE_RETENTION.toMillis()));
        return spec(topics.model(), 1, settings);
    }

    private TopicSpec rejections() {
        Map<String, String> settings = deleted(REJECTION_RETENTION);
        // Nothing depends on them, so a client that is refused again and again must not fill the disks.
        settings.put("retention.bytes", String.valueOf(REJECTION_BYTES));
        settings.put("segment.bytes", String.valueOf(SMALL_SEGMENT_BYTES));
        return spec(topics.rejections(), 1, settings);
    }

    private TopicSpec evaluations() {
        Map<String, String> settings = deleted(EVALUATION_RETENTION);
        settings.put("segment.bytes", String.valueOf(SMALL_SEGMENT_BYTES));
        settings.put("message.timestamp.type", "LogAppendTime");
        // As for updates: clients write here too.
        settings.put("compression.type", "uncompressed");
        return spec(topics.evaluations(), 1, settings);
    }

    private TopicSpec control() {
        // What a command has brought about stands in rounds and model: the command itself is only needed until then.
        Map<String, String> settings = deleted(CONTROL_RETENTION);
        settings.put("message.timestamp.type", "LogAppendTime");
        return spec(topics.control(), 1, settings);
    }

    private Stream<TopicSpec> masked(TopicSizing sizing) {
        return Stream.of(
                seeds(),
                // As many partitions as updates: the task that holds an update reads the word on its seed.
                spec(topics.receipts(), updatePartitions, deleted(sizing.updateRetention())),
                spec(topics.unmask(), 1, deleted(sizing.updateRetention())),
                spec(topics.maskSums(), 1, deleted(sizing.updateRetention())),
                spec(topics.helperKeys(), 1, compacted()),
                spec(topics.enrolment(), 1, compacted()));
    }

    private TopicSpec seeds() {
        // One partition: the mask helper sees all seeds in one order, so that no two tasks could release one of them.
        Map<String, String> settings = deleted(SEED_RETENTION);
        // A sealed seed is to be gone from the disks soon after it has expired.
        settings.put("segment.ms", String.valueOf(SEED_SEGMENT.toMillis()));
        settings.put("message.timestamp.type", "LogAppendTime");
        // As for updates: clients write here too.
        settings.put("compression.type", "uncompressed");
        return spec(topics.seeds(), 1, settings);
    }

    /**
     * Describes the changelog topic of the mask helper's ledger, which holds sealed seeds: those are deleted from the
     * disks within a day of their epoch's end.
     *
     * @param storeName name of the state store
     * @return the topic
     */
    public TopicSpec helperChangelog(String storeName) {
        Map<String, String> settings = compacted();
        settings.put("segment.bytes", String.valueOf(SMALL_SEGMENT_BYTES));
        settings.put("segment.ms", String.valueOf(SEED_SEGMENT.toMillis()));
        settings.put("max.compaction.lag.ms", String.valueOf(SEED_RETENTION.toMillis()));
        settings.put("delete.retention.ms", String.valueOf(TOMBSTONE_RETENTION.toMillis()));
        return spec(topics.maskHelperId() + "-" + storeName + "-changelog", 1, settings);
    }

    private TopicSpec spec(String name, int partitions, Map<String, String> settings) {
        settings.put("max.message.bytes", String.valueOf(MAX_MESSAGE_BYTES));
        if (replicationFactor >= REPLICAS_FOR_TWO_IN_SYNC) {
            settings.put("min.insync.replicas", String.valueOf(replicationFactor / 2 + 1));
        }
        return new TopicSpec(name, partitions, replicationFactor, settings);
    }

    private static Map<String, String> deleted(Duration retention) {
        Map<String, String> settings = new TreeMap<>();
        settings.put("cleanup.policy", "delete");
        settings.put("retention.ms", String.valueOf(retention.toMillis()));
        // Said outright: a limit in bytes that a cluster sets for all topics could delete what is not processed yet.
        settings.put("retention.bytes", "-1");
        // Whole segments are deleted, the active one never: Kafka's week of a segment would double a week's retention.
        settings.put("segment.ms", String.valueOf(LONGEST_SEGMENT.toMillis()));
        return settings;
    }

    private static Map<String, String> compacted() {
        Map<String, String> settings = new TreeMap<>();
        settings.put("cleanup.policy", "compact");
        return settings;
    }
}
