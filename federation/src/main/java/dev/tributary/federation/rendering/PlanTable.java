package dev.tributary.federation.rendering;

import dev.tributary.federation.footprint.FootprintEstimate;
import dev.tributary.federation.footprint.TopicFootprint;
import dev.tributary.federation.provisioning.PlannedTopic;
import dev.tributary.federation.provisioning.ProvisioningPlan;
import dev.tributary.federation.provisioning.TopicRole;
import dev.tributary.federation.provisioning.Units;
import dev.tributary.schemas.topic.TopicPlan;
import dev.tributary.schemas.topic.TopicSpec;
import java.util.Map;
import java.util.TreeMap;

/**
 * A plan for people: each topic's settings and, where the size of the model is known, how much it takes.
 *
 * @param plan the plan
 */
record PlanTable(ProvisioningPlan plan) {

    String render() {
        return topics() + "\n"
                + FootprintEstimate.of(plan).map(this::footprints).orElse(withoutSize());
    }

    private String topics() {
        TextTable table = new TextTable("TOPIC", "PARTITIONS", "REPLICAS", "SETTINGS");
        for (PlannedTopic topic : plan.topics()) {
            TopicSpec spec = topic.spec();
            String[] first = {spec.name(), String.valueOf(spec.partitions()), replicas(spec)};
            for (Map.Entry<String, String> setting : new TreeMap<>(spec.settings()).entrySet()) {
                table.row(first[0], first[1], first[2], setting.getKey() + "=" + setting.getValue());
                first = new String[] {"", "", ""};
            }
        }
        return table.render();
    }

    private static String replicas(TopicSpec spec) {
        return spec.replicationFactor() == TopicPlan.BROKERS_REPLICATION_FACTOR
                ? "broker's"
                : String.valueOf(spec.replicationFactor());
    }

    private static String withoutSize() {
        return "How much they take is shown with --parameters or --model-bytes.\n";
    }

    private String footprints(FootprintEstimate estimate) {
        TextTable table = new TextTable(
                "TOPIC", "WRITTEN A VERSION", "DISK OF A REPLICA", "LEAST retention.bytes OF A PARTITION");
        for (PlannedTopic topic : plan.topics()) {
            TopicFootprint footprint = estimate.of(topic);
            table.row(
                    topic.name(),
                    Units.bytes(footprint.bytesPerRound()),
                    Units.bytes(footprint.diskBytes()) + (topic.role() == TopicRole.ROUNDS ? " a year" : ""),
                    leastRetentionBytes(footprint));
        }
        return "With a model of " + Units.bytes(plan.workload().modelBytes().orElseThrow()) + " and a version every "
                + Units.duration(plan.workload().roundLength()) + ", updates as FLOAT32:\n\n" + table.render();
    }

    private static String leastRetentionBytes(TopicFootprint footprint) {
        return footprint.leastRetentionBytes().isPresent()
                ? String.valueOf(footprint.leastRetentionBytes().getAsLong())
                : "";
    }
}
