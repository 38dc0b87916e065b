package dev.tributary.schemas.topic;

import java.util.Map;

/**
 * A topic as planned.
 *
 * @param name              full name
 * @param partitions        number of partitions, at least 1
 * @param replicationFactor copies of each partition, at least 1, or -1 for the broker's default
 * @param settings          topic settings by Kafka's name
 */
public record TopicSpec(String name, int partitions, short replicationFactor, Map<String, String> settings) {

    /** Copies the settings. */
    public TopicSpec {
        settings = Map.copyOf(settings);
    }
}
