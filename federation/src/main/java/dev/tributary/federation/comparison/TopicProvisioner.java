package dev.tributary.federation.comparison;

import dev.tributary.federation.comparison.ProvisioningStep.Action;
import dev.tributary.federation.provisioning.PlannedTopic;
import dev.tributary.federation.provisioning.ProvisioningPlan;
import dev.tributary.log.cluster.Cluster;
import dev.tributary.schemas.topic.TopicSpec;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * Brings a cluster to a plan: creates missing topics, alters settings if told to, and leaves everything else alone.
 *
 * <p>Partitions are never added. Those of {@code updates} belong to the clients' keys: with another number a client's
 * next update goes to another task, which does not know the client's earlier ones. All other topics have one partition
 * because their order is that of the whole federation, or follow {@code updates}.
 */
public final class TopicProvisioner {

    private final Cluster cluster;
    private final ProvisioningPlan plan;

    /**
     * @param cluster where; not closed
     * @param plan    the plan
     */
    public TopicProvisioner(Cluster cluster, ProvisioningPlan plan) {
        this.cluster = cluster;
        this.plan = plan;
    }

    /**
     * Brings the cluster to the plan.
     *
     * @param alters   whether settings that differ are altered
     * @param isDryRun whether the broker is only asked if it would
     * @return steps taken or to be taken, in the order of the plan
     * @throws dev.tributary.schemas.FederationException if the broker refuses; earlier steps stay
     */
    public List<ProvisioningStep> apply(boolean alters, boolean isDryRun) {
        List<String> names = plan.topics().stream().map(PlannedTopic::name).toList();
        ClusterObservation observed = ClusterObservation.of(cluster, names);
        Set<String> created = createMissing(observed, isDryRun);
        Map<String, List<Difference>> differences = new TopicComparison(plan)
                .differences(observed).stream()
                        .filter(difference -> difference.kind() != Difference.Kind.MISSING)
                        .collect(Collectors.groupingBy(Difference::topic));
        if (alters) {
            alter(differences, isDryRun);
        }
        List<ProvisioningStep> steps = new ArrayList<>();
        for (String name : names) {
            steps.addAll(
                    created.contains(name)
                            ? List.of(new ProvisioningStep(Action.CREATED, name, ""))
                            : existing(name, differences.getOrDefault(name, List.of()), alters));
        }
        return List.copyOf(steps);
    }

    /** Asks for the missing ones only: a principal that may not create topics can then still alter others. */
    private Set<String> createMissing(ClusterObservation observed, boolean isDryRun) {
        List<TopicSpec> missing = plan.specs().stream()
                .filter(spec -> !observed.topics().containsKey(spec.name()))
                .toList();
        if (missing.isEmpty()) {
            return Set.of();
        }
        return Set.copyOf(isDryRun ? cluster.validateMissing(missing) : cluster.createMissing(missing));
    }

    private void alter(Map<String, List<Difference>> differences, boolean isDryRun) {
        Map<String, Map<String, String>> settings = new HashMap<>();
        differences.values().stream()
                .flatMap(List::stream)
                .filter(TopicProvisioner::isSetting)
                .forEach(difference -> settings.computeIfAbsent(difference.topic(), topic -> new TreeMap<>())
                        .put(difference.subject(), difference.planned()));
        if (!settings.isEmpty()) {
            cluster.alterSettings(settings, isDryRun);
        }
    }

    private static List<ProvisioningStep> existing(String name, List<Difference> differences, boolean alters) {
        if (differences.isEmpty()) {
            return List.of(new ProvisioningStep(Action.EXISTS, name, ""));
        }
        return differences.stream()
                .map(difference -> alters && isSetting(difference) ? altered(difference) : kept(difference))
                .toList();
    }

    private static boolean isSetting(Difference difference) {
        return difference.kind() == Difference.Kind.SETTING;
    }

    private static ProvisioningStep altered(Difference difference) {
        String detail = difference.subject() + " from " + difference.found() + " to " + difference.planned();
        return new ProvisioningStep(Action.ALTERED, difference.topic(), detail);
    }

    private static ProvisioningStep kept(Difference difference) {
        String detail = isSetting(difference)
                ? difference.subject() + " " + difference.found() + ", planned " + difference.wanted()
                        + "; not altered without --alter"
                : difference.found() + " " + difference.subject() + ", planned " + difference.wanted()
                        + "; never altered: " + difference.remedy();
        return new ProvisioningStep(Action.DIFFERS, difference.topic(), detail);
    }
}
