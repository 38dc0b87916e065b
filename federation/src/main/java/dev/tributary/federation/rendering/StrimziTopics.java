package dev.tributary.federation.rendering;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tributary.federation.provisioning.ProvisioningPlan;
import dev.tributary.schemas.topic.TopicPlan;
import dev.tributary.schemas.topic.TopicSpec;
import java.util.TreeMap;

/**
 * A plan as {@code KafkaTopic} resources. A topic's name is a name of a resource too: lower case, digits, dots, hyphens.
 *
 * @param plan    the plan
 * @param cluster name of the {@code Kafka} resource
 */
record StrimziTopics(ProvisioningPlan plan, String cluster) {

    String render() {
        StrimziResources resources = new StrimziResources(cluster);
        plan.specs().forEach(spec -> describe(spec, resources.add("KafkaTopic", spec.name())));
        return resources.render();
    }

    private static void describe(TopicSpec spec, ObjectNode node) {
        node.put("partitions", spec.partitions());
        if (spec.replicationFactor() != TopicPlan.BROKERS_REPLICATION_FACTOR) {
            node.put("replicas", spec.replicationFactor());
        }
        ObjectNode config = node.putObject("config");
        // As text: Kafka takes it as it stands, and 0.10 stays 0.10.
        new TreeMap<>(spec.settings()).forEach(config::put);
    }
}
