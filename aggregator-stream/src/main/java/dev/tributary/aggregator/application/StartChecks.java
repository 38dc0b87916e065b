package dev.tributary.aggregator.application;

import dev.tributary.aggregator.settings.FederationSettings;
import dev.tributary.aggregator.topology.ChunkSizes;
import dev.tributary.schemas.FederationException;
import dev.tributary.schemas.cluster.Cluster;
import dev.tributary.schemas.payload.ChunkSplitter;
import dev.tributary.schemas.topic.FederationTopics;
import dev.tributary.schemas.topic.TopicSpec;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.admin.TopicDescription;

/** What must be right before the aggregator starts, checked against the real cluster. */
final class StartChecks {

    private static final Duration TIMEOUT = Duration.ofSeconds(10);

    private StartChecks() {}

    /**
     * Checks the topics.
     *
     * @return what fits in a record of each
     * @throws FederationException naming the first topic that is not as it must be
     */
    static ChunkSizes check(FederationSettings settings, Map<String, Object> kafkaConfig) {
        List<TopicSpec> specs = settings.topicPlan().specs();
        try (Cluster cluster = Cluster.connect(kafkaConfig, TIMEOUT)) {
            Map<String, TopicDescription> found =
                    cluster.requireTopics(specs.stream().map(TopicSpec::name).toList());
            specs.forEach(spec -> requirePartitions(spec, found.get(spec.name())));
            FederationTopics topics = settings.topics();
            int partials = chunkBytes(cluster, topics.partials());
            int model = Math.min(chunkBytes(cluster, topics.model()), chunkBytes(cluster, topics.rounds()));
            chunkBytes(cluster, topics.updates());
            return new ChunkSizes(partials, model);
        }
    }

    private static void requirePartitions(TopicSpec spec, TopicDescription found) {
        int partitions = found.partitions().size();
        if (partitions != spec.partitions()) {
            throw new FederationException("topic " + spec.name() + " must have " + spec.partitions()
                    + " partitions, has " + partitions
                    + "; set topics.updatePartitions to it, or create the topic anew");
        }
    }

    private static int chunkBytes(Cluster cluster, String topic) {
        int maxMessageBytes = cluster.maxMessageBytes(topic);
        if (maxMessageBytes < ChunkSplitter.MIN_MAX_MESSAGE_BYTES) {
            throw new FederationException("max.message.bytes of topic " + topic + " must be at least "
                    + ChunkSplitter.MIN_MAX_MESSAGE_BYTES + ", was " + maxMessageBytes);
        }
        return ChunkSplitter.chunkBytes(maxMessageBytes);
    }
}
