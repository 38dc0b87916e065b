package dev.tributary.client.command.model;

import dev.tributary.client.command.options.CommonOptions;
import dev.tributary.process.command.OutputOption;
import dev.tributary.schemas.FederationException;
import dev.tributary.schemas.avro.GlobalModelHead;
import dev.tributary.schemas.topic.FederationTopics;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Makes an earlier version the next one. */
@Command(
        name = "rollback",
        description = {
            "Make an earlier version the next one. What the open round holds is discarded, and updates that were trained",
            "from the versions in between are refused."
        },
        mixinStandardHelpOptions = true,
        sortOptions = false)
final class ModelRollbackCommand implements Callable<Integer> {

    @Spec
    private CommandSpec spec;

    @Mixin
    private CommonOptions common;

    @Option(names = "--to", required = true, paramLabel = "V", description = "The earlier version.")
    private long toVersion;

    @Mixin
    private SendingOptions sending;

    @Mixin
    private OutputOption output;

    @Override
    public Integer call() {
        String reason = sending.reason();
        FederationTopics topics = new FederationTopics(common.federation());
        ModelTopic topic = ModelTopic.open(common, topics.control(), topics.rounds(), topics.rejections());
        List<GlobalModelHead> heads = topic.heads();
        long newest = heads.get(heads.size() - 1).getVersion();
        boolean isReadable = heads.stream().anyMatch(head -> head.getVersion() == toVersion);
        if (toVersion >= newest || !isReadable) {
            throw new FederationException("--to must be a version below " + newest + " that topic "
                    + topics.model() + " still holds, was " + toVersion
                    + "; those that it holds are listed by: tributary model list");
        }
        sending.send(
                topic,
                sender -> sender.rollBack(toVersion, reason),
                spec.commandLine().getOut(),
                output);
        return ExitCode.OK;
    }
}
