package dev.tributary.operator.topics;

import dev.tributary.federation.rendering.PlanFormat;
import dev.tributary.process.command.OutputOption;
import dev.tributary.schemas.FederationException;
import java.io.PrintWriter;
import java.util.Locale;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Prints the topics that a federation needs. Needs no cluster. */
@Command(
        name = "plan",
        description = "Prints the topics that a federation needs, those of Kafka Streams included. Needs no cluster.",
        mixinStandardHelpOptions = true)
final class TopicsPlanCommand implements Callable<Integer> {

    @Spec
    private CommandSpec spec;

    @Mixin
    private TopicsSizingOptions sizing;

    @Mixin
    private TopicsStrimziOption strimzi;

    @Option(
            names = "--format",
            paramLabel = "FORMAT",
            defaultValue = "table",
            description = "table, kafka (a script of kafka-topics and kafka-configs), strimzi (KafkaTopic resources)"
                    + " or json. Default: ${DEFAULT-VALUE}")
    private PlanFormat format;

    @Mixin
    private OutputOption output;

    @Override
    public Integer call() {
        PrintWriter out = spec.commandLine().getOut();
        if (output.isJson() && format != PlanFormat.TABLE && format != PlanFormat.JSON) {
            throw new FederationException("--format must be table or json with --output json, was "
                    + format.name().toLowerCase(Locale.ROOT));
        }
        PlanFormat shown = output.isJson() ? PlanFormat.JSON : format;
        out.print(shown.render(sizing.plan(), strimzi.cluster()));
        out.flush();
        return 0;
    }
}
