package dev.tributary.benchmarks.command;

import picocli.CommandLine.Command;

/** The benchmarks. */
@Command(
        name = "tributary bench",
        description = "Measures the whole pipeline against a broker in a JVM of its own, or the kernels by JMH.",
        mixinStandardHelpOptions = true,
        subcommands = {
            IngestCommand.class,
            LatencyCommand.class,
            MemoryCommand.class,
            FleetCommand.class,
            RoundsCommand.class,
            KernelsCommand.class
        },
        synopsisSubcommandLabel = "COMMAND")
final class BenchCommand {}
