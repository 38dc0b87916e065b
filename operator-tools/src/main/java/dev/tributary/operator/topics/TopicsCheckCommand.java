package dev.tributary.operator.topics;

import dev.tributary.federation.comparison.ClusterObservation;
import dev.tributary.federation.comparison.Difference;
import dev.tributary.federation.comparison.TopicComparison;
import dev.tributary.federation.provisioning.PlannedTopic;
import dev.tributary.federation.provisioning.ProvisioningPlan;
import dev.tributary.federation.rendering.TextTable;
import dev.tributary.log.cluster.Cluster;
import dev.tributary.process.command.KafkaOptions;
import dev.tributary.process.command.OutputOption;
import dev.tributary.schemas.FederationException;
import java.io.PrintWriter;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** Compares a cluster with the plan. */
@Command(
        name = "check",
        description = "Compares the topics of a cluster with the plan and prints what differs.",
        exitCodeListHeading = "Exit codes:%n",
        exitCodeList = {"0:nothing differs", "1:something differs", "2:wrong input, or the cluster did not answer"},
        mixinStandardHelpOptions = true)
final class TopicsCheckCommand implements Callable<Integer> {

    private static final int DIFFERS = 1;

    @Spec
    private CommandSpec spec;

    @Mixin
    private TopicsSizingOptions sizing;

    @Mixin
    private KafkaOptions kafka;

    @Mixin
    private OutputOption output;

    @Override
    public Integer call() {
        ProvisioningPlan plan = sizing.plan();
        List<Difference> differences = new TopicComparison(plan).differences(observe(plan));
        PrintWriter out = spec.commandLine().getOut();
        if (output.isJson()) {
            output.print(out, json(plan, differences));
        } else if (differences.isEmpty()) {
            out.println(plan.topics().size() + " topics as planned");
        } else {
            out.print(table(differences));
            long harmful = differences.stream().filter(Difference::isHarmful).count();
            out.println();
            out.println(count(differences.size(), "difference") + ", " + harmful + " harmful");
            differences.stream().map(Difference::remedy).distinct().forEach(remedy -> out.println("  " + remedy));
        }
        out.flush();
        return differences.isEmpty() ? 0 : DIFFERS;
    }

    private ClusterObservation observe(ProvisioningPlan plan) {
        try (Cluster cluster = Cluster.connect(kafka.load(), TopicsApplyCommand.TIMEOUT)) {
            ClusterObservation observed = ClusterObservation.of(
                    cluster, plan.topics().stream().map(PlannedTopic::name).toList());
            if (!observed.unseenSettings().isEmpty()) {
                throw new FederationException("this principal must have DescribeConfigs on topics "
                        + observed.unseenSettings() + " to check them; its ACLs are printed by: tributary topics acls");
            }
            return observed;
        }
    }

    private static Map<String, Object> json(ProvisioningPlan plan, List<Difference> differences) {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("topics", plan.topics().stream().map(PlannedTopic::name).toList());
        json.put(
                "differences",
                differences.stream().map(TopicsCheckCommand::json).toList());
        return json;
    }

    private static Map<String, Object> json(Difference difference) {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("topic", difference.topic());
        json.put("subject", difference.subject());
        json.put("wanted", difference.wanted());
        json.put("found", difference.found());
        json.put("isHarmful", difference.isHarmful());
        json.put("remedy", difference.remedy());
        return json;
    }

    private static String table(List<Difference> differences) {
        TextTable table = new TextTable("TOPIC", "SUBJECT", "WANTED", "FOUND", "HARMFUL");
        differences.forEach(difference -> table.row(
                difference.topic(),
                difference.subject(),
                difference.wanted(),
                difference.found(),
                difference.isHarmful() ? "yes" : "no"));
        return table.render();
    }

    private static String count(int count, String noun) {
        return count + " " + noun + (count == 1 ? "" : "s");
    }
}
