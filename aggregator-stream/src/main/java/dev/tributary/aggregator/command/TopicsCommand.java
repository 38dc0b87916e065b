package dev.tributary.aggregator.command;

import dev.tributary.aggregator.settings.FederationSettings;
import dev.tributary.schemas.cluster.Cluster;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** What a federation's topics must be like. */
@Command(name = "topics", description = "Creates the topics of a federation.", mixinStandardHelpOptions = true)
final class TopicsCommand {

    private static final Duration TIMEOUT = Duration.ofSeconds(10);

    @Spec
    private CommandSpec spec;

    @Command(
            name = "apply",
            description = "Creates the topics that are missing; never alters one.",
            mixinStandardHelpOptions = true)
    int apply(
            @Option(names = "--settings", required = true, paramLabel = "FILE", description = "The federation.yaml.")
                    Path settings,
            @Mixin KafkaOptions kafka) {
        FederationSettings federation = FederationSettings.load(settings);
        PrintWriter out = spec.commandLine().getOut();
        try (Cluster cluster = Cluster.connect(kafka.load(), TIMEOUT)) {
            List<String> created = cluster.createMissing(federation.topicPlan().specs());
            federation
                    .topicPlan()
                    .specs()
                    .forEach(topic ->
                            out.println((created.contains(topic.name()) ? "created  " : "exists   ") + topic.name()));
        }
        out.flush();
        return 0;
    }
}
