package dev.tributary.client.command.model;

import dev.tributary.client.command.options.CommonOptions;
import dev.tributary.log.cluster.Cluster;
import dev.tributary.log.models.ModelReader;
import dev.tributary.schemas.FederationException;
import dev.tributary.schemas.avro.GlobalModelHead;
import dev.tributary.schemas.globalmodel.GlobalModel;
import dev.tributary.schemas.payload.ChunkSplitter;
import dev.tributary.schemas.topic.FederationTopics;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * The versions of a federation, as the model topic holds them, for commands that look at them.
 *
 * @param topics names of the federation
 * @param kafka  how to reach the cluster, by Kafka's names
 */
record ModelTopic(FederationTopics topics, Map<String, Object> kafka) {

    /** With the start of a JVM below the 15 s within which wrong input is answered. */
    private static final Duration CLUSTER_TIMEOUT = Duration.ofSeconds(8);

    static final Duration READING = Duration.ofSeconds(60);

    /**
     * Checks that the broker answers and the topics are there.
     *
     * @param more topics beside the model's
     */
    static ModelTopic open(CommonOptions common, String... more) {
        ModelTopic topic = new ModelTopic(new FederationTopics(common.federation()), common.kafka());
        List<String> needed = new ArrayList<>(List.of(topic.topics.model()));
        needed.addAll(List.of(more));
        try (Cluster cluster = Cluster.connect(topic.kafka, CLUSTER_TIMEOUT)) {
            cluster.requireTopics(needed);
        }
        return topic;
    }

    /** Versions on the topic, the oldest first; at least one. */
    List<GlobalModelHead> heads() {
        try (ModelReader reader = new ModelReader(kafka, topics.model())) {
            List<GlobalModelHead> heads = reader.heads(READING);
            if (heads.isEmpty()) {
                throw none();
            }
            return heads;
        }
    }

    /** A version, or the newest one for null. */
    GlobalModel version(Long version) {
        if (version != null && version < 0) {
            throw new FederationException("version must be 0 or more, was " + version);
        }
        try (ModelReader reader = new ModelReader(kafka, topics.model())) {
            return version == null
                    ? reader.newest(READING).orElseThrow(this::none)
                    : reader.version(version, READING).orElseThrow(() -> missing(version));
        }
    }

    FederationException missing(long version) {
        return new FederationException("version must be one that topic " + topics.model() + " still holds, was "
                + version + "; those that it holds are listed by: tributary model list");
    }

    private FederationException none() {
        return new FederationException(
                "topic " + topics.model() + " must hold a version, held none; publish one with: tributary model init");
    }

    /** Greatest length of a chunk on the topic of commands. */
    int chunkBytes() {
        try (Cluster cluster = Cluster.connect(kafka, CLUSTER_TIMEOUT)) {
            int limit = cluster.maxMessageBytes(topics.control());
            if (limit < ChunkSplitter.MIN_MAX_MESSAGE_BYTES) {
                throw new FederationException("max.message.bytes of topic " + topics.control() + " must be at least "
                        + ChunkSplitter.MIN_MAX_MESSAGE_BYTES + ", was " + limit);
            }
            return ChunkSplitter.chunkBytes(limit);
        }
    }
}
