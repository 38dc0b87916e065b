package dev.tributary.operator.topics;

import picocli.CommandLine.Command;

/** What a federation's topics must be like, and who may use them. */
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
