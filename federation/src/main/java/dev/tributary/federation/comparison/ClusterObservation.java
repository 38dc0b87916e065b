package dev.tributary.federation.comparison;

import dev.tributary.log.cluster.Cluster;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.clients.admin.TopicDescription;

/**
 * State of a cluster's topics.
 *
 * @param topics   those of the topics looked for that exist, by name
 * @param settings settings by topic, without the topics whose settings this principal may not see
 */
public record ClusterObservation(Map<String, ObservedTopic> topics, Map<String, Map<String, String>> settings) {

    /** Copies the maps. */
    public ClusterObservation {
        topics = Map.copyOf(topics);
        settings = Map.copyOf(settings);
    }

    /**
     * Looks at a cluster.
     *
     * @param cluster the cluster
     * @param names   names of the topics to look for
     * @return their state
     * @throws dev.tributary.schemas.FederationException if a topic may not be seen, or the cluster does not answer
     */
    public static ClusterObservation of(Cluster cluster, Collection<String> names) {
        Map<String, TopicDescription> found = cluster.findTopics(names);
        Map<String, Map<String, String>> settings = found.isEmpty() ? Map.of() : cluster.findSettings(found.keySet());
        Map<String, ObservedTopic> topics = new HashMap<>();
        found.forEach((name, description) -> topics.put(
                name,
                new ObservedTopic(
                        description.partitions().size(),
                        replicationFactor(description),
                        Optional.ofNullable(settings.get(name)))));
        return new ClusterObservation(topics, settings);
    }

    private static int replicationFactor(TopicDescription description) {
        return description.partitions().stream()
                .mapToInt(partition -> partition.replicas().size())
                .min()
                .orElse(0);
    }

    /**
     * Lists the topics that could not be looked at closely.
     *
     * @return sorted names of those that exist and whose settings this principal may not see
     */
    public List<String> unseenSettings() {
        return topics.keySet().stream()
                .filter(name -> !settings.containsKey(name))
                .sorted()
                .toList();
    }
}
