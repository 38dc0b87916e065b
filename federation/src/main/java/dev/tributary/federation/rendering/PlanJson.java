package dev.tributary.federation.rendering;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.util.DefaultIndenter;
import com.fasterxml.jackson.core.util.DefaultPrettyPrinter;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.ObjectWriter;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tributary.federation.footprint.FootprintEstimate;
import dev.tributary.federation.footprint.TopicFootprint;
import dev.tributary.federation.provisioning.PlannedTopic;
import dev.tributary.federation.provisioning.ProvisioningPlan;
import dev.tributary.schemas.topic.TopicPlan;
import dev.tributary.schemas.topic.TopicSpec;
import java.util.Optional;
import java.util.TreeMap;

/**
 * A plan for programs. A replication factor that is left to the broker is {@code null}; the members {@code modelBytes}
 * and {@code footprint} are there only if the size of the model is known.
 *
 * @param plan the plan
 */
record PlanJson(ProvisioningPlan plan) {

    private static final ObjectMapper JSON = new ObjectMapper();

    /** Line feeds on every platform. */
    private static final ObjectWriter WRITER = JSON.writer(new DefaultPrettyPrinter()
            .withObjectIndenter(new DefaultIndenter("  ", "\n"))
            .withArrayIndenter(new DefaultIndenter("  ", "\n")));

    String render() {
        ObjectNode root = JSON.createObjectNode();
        root.put("federation", plan.settings().topics().federation());
        root.put("roundLengthMs", plan.workload().roundLength().toMillis());
        root.put("longestStopMs", plan.workload().longestStop().toMillis());
        plan.workload().modelBytes().ifPresent(bytes -> root.put("modelBytes", bytes));
        Optional<FootprintEstimate> estimate = FootprintEstimate.of(plan);
        for (PlannedTopic topic : plan.topics()) {
            ObjectNode node = root.withArray("/topics").addObject();
            describe(topic, node);
            estimate.ifPresent(known -> describe(known.of(topic), node.putObject("footprint")));
        }
        try {
            return WRITER.writeValueAsString(root) + "\n";
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("a tree of texts and numbers is always JSON", e);
        }
    }

    private static void describe(PlannedTopic topic, ObjectNode node) {
        TopicSpec spec = topic.spec();
        node.put("name", spec.name());
        node.put("internal", topic.role().isInternal());
        node.put("partitions", spec.partitions());
        if (spec.replicationFactor() == TopicPlan.BROKERS_REPLICATION_FACTOR) {
            node.putNull("replicationFactor");
        } else {
            node.put("replicationFactor", spec.replicationFactor());
        }
        ObjectNode settings = node.putObject("settings");
        new TreeMap<>(spec.settings()).forEach(settings::put);
    }

    private static void describe(TopicFootprint footprint, ObjectNode node) {
        node.put("bytesPerRound", footprint.bytesPerRound());
        node.put("diskBytesOfReplica", footprint.diskBytes());
        footprint.leastRetentionBytes().ifPresent(bytes -> node.put("leastRetentionBytesOfPartition", bytes));
    }
}
