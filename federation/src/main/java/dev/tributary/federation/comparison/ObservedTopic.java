package dev.tributary.federation.comparison;

import java.util.Map;
import java.util.Optional;

/**
 * A topic as it was found on a cluster.
 *
 * @param partitions        number of partitions
 * @param replicationFactor copies of the partition that has the fewest
 * @param settings          all settings by name, inherited ones included; empty if this principal may not see them
 */
public record ObservedTopic(int partitions, int replicationFactor, Optional<Map<String, String>> settings) {

    /** Copies the settings. */
    public ObservedTopic {
        settings = settings.map(Map::copyOf);
    }
}
