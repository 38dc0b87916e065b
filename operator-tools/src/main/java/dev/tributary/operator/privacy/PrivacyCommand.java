package dev.tributary.operator.privacy;

import picocli.CommandLine.Command;

/** Noise and its guarantee. */
@Command(
        name = "privacy",
        description = "What a federation gives away, and what noise gives and costs.",
        mixinStandardHelpOptions = true,
        subcommands = {PrivacyPlanCommand.class, PrivacyShowCommand.class})
public final class PrivacyCommand {}
