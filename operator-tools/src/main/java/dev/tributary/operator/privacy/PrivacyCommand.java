package dev.tributary.operator.privacy;

import picocli.CommandLine.Command;

/** Noise and its guarantee. */
@Command(
        name = "privacy",
        description = "What noise gives and costs.",
        mixinStandardHelpOptions = true,
        subcommands = PrivacyPlanCommand.class)
public final class PrivacyCommand {}
