package dev.tributary.operator.topics;

import picocli.CommandLine.Command;

/** Topics of a federation as planned, and the rights on them. */
@Command(
        name = "topics",
        description = "What the topics of a federation must be like, and who may use them.",
        mixinStandardHelpOptions = true,
        subcommands = {
            TopicsPlanCommand.class,
            TopicsApplyCommand.class,
            TopicsCheckCommand.class,
            TopicsAclsCommand.class
        })
public final class TopicsCommand {}
