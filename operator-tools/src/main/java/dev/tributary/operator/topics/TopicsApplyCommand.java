package dev.tributary.operator.topics;

import dev.tributary.federation.comparison.ProvisioningStep;
import dev.tributary.federation.comparison.TopicProvisioner;
import dev.tributary.federation.provisioning.ProvisioningPlan;
import dev.tributary.log.cluster.Cluster;
import dev.tributary.process.command.KafkaOptions;
import dev.tributary.process.command.OutputOption;
import java.io.PrintWriter;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Creates the topics that are missing. */
@Command(
        name = "apply",
        description = "Creates the topics that are missing; alters none, unless told to with --alter.",
        mixinStandardHelpOptions = true)
public final class TopicsApplyCommand implements Callable<Integer> {

    /** With the start of a JVM below the 15 s within which wrong input is answered. */
    public static final Duration TIMEOUT = Duration.ofSeconds(8);

    @Spec
    private CommandSpec spec;

    @Mixin
    private TopicsSizingOptions sizing;

    @Mixin
    private KafkaOptions kafka;

    @Mixin
    private OutputOption output;

    @Option(
            names = "--alter",
            description = "Alters the settings of existing topics that are not as planned. Partitions are never added:"
                    + " the keys of clients would move to others.")
    private boolean alters;

    @Option(names = "--dry-run", description = "Has the broker say whether it would, and changes nothing.")
    private boolean isDryRun;

    @Override
    public Integer call() {
        ProvisioningPlan plan = sizing.plan();
        PrintWriter out = spec.commandLine().getOut();
        try (Cluster cluster = Cluster.connect(kafka.load(), TIMEOUT)) {
            List<ProvisioningStep> steps = new TopicProvisioner(cluster, plan).apply(alters, isDryRun);
            if (output.isJson()) {
                output.print(out, json(steps));
            } else {
                steps.forEach(step -> out.println(step.line(isDryRun)));
            }
        }
        out.flush();
        return 0;
    }

    private Map<String, Object> json(List<ProvisioningStep> steps) {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("isDryRun", isDryRun);
        json.put("steps", steps.stream().map(TopicsApplyCommand::json).toList());
        return json;
    }

    private static Map<String, Object> json(ProvisioningStep step) {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("action", step.action().name().toLowerCase(Locale.ROOT));
        json.put("topic", step.topic());
        json.put("detail", step.detail());
        return json;
    }
}
