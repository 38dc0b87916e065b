package dev.tributary.operator.command;

import picocli.CommandLine.Command;

/** Settings in force of a running federation, and how to change them. */
@Command(
        name = "federation",
        description = "What holds in a running federation, and how to change it.",
        mixinStandardHelpOptions = true,
        subcommands = {
            FederationApplyCommand.class,
            FederationShowCommand.class,
            FederationDoctorCommand.class,
            FederationAdoptCommand.class
        })
final class FederationCommand {}
