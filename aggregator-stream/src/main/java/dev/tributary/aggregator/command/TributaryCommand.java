package dev.tributary.aggregator.command;

import dev.tributary.schemas.FederationException;
import java.io.PrintWriter;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.ScopeType;

/** The operator's commands. Exit codes: 0 done, 1 stopped by a failure, 2 wrong input. */
@Command(
        name = "tributary",
        description = "Federated learning on the Kafka that a team already runs.",
        mixinStandardHelpOptions = true,
        subcommands = {
            AggregatorCommand.class,
            TopicsCommand.class,
            FederationCommand.class,
            RoundsCommand.class,
            ReplayCommand.class,
            SchemasCommand.class
        })
public final class TributaryCommand {

    /** Shows stack traces of errors; every command has it. */
    @Option(
            names = "--verbose",
            scope = ScopeType.INHERIT,
            description = "Shows the cause of an error with its stack trace.")
    private boolean verbose;

    private TributaryCommand() {}

    /**
     * Runs a command.
     *
     * @param args the words of the command line
     */
    public static void main(String... args) {
        System.exit(commandLine().execute(args));
    }

    /**
     * Makes the command line, for callers with streams of their own.
     *
     * @return the command line
     */
    public static CommandLine commandLine() {
        return new CommandLine(new TributaryCommand())
                .setCaseInsensitiveEnumValuesAllowed(true)
                .setParameterExceptionHandler(TributaryCommand::explainUsage)
                .setExecutionExceptionHandler(TributaryCommand::explain);
    }

    private static int explainUsage(CommandLine.ParameterException e, String... args) {
        PrintWriter err = e.getCommandLine().getErr();
        err.println("tributary: " + e.getMessage() + "; see: "
                + e.getCommandLine().getCommandSpec().qualifiedName() + " --help");
        err.flush();
        return CommandLine.ExitCode.USAGE;
    }

    private static int explain(Exception e, CommandLine command, CommandLine.ParseResult parsed) {
        PrintWriter err = command.getErr();
        err.println("tributary: " + (e instanceof FederationException ? e.getMessage() : String.valueOf(e)));
        TributaryCommand root =
                (TributaryCommand) command.getCommandSpec().root().userObject();
        if (root.verbose) {
            e.printStackTrace(err);
        }
        err.flush();
        return e instanceof FederationException ? CommandLine.ExitCode.USAGE : CommandLine.ExitCode.SOFTWARE;
    }
}
