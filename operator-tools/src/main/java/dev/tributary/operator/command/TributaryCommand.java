package dev.tributary.operator.command;

import dev.tributary.operator.keys.KeysCommand;
import dev.tributary.operator.privacy.PrivacyCommand;
import dev.tributary.operator.schemas.SchemasCommand;
import dev.tributary.operator.topics.TopicsCommand;
import dev.tributary.process.command.Failures;
import dev.tributary.process.command.ProcessMain;
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
            TopicsCommand.class,
            FederationCommand.class,
            RoundsCommand.class,
            ReplayCommand.class,
            SchemasCommand.class,
            PrivacyCommand.class,
            KeysCommand.class
        })
public final class TributaryCommand {

    /** Shows stack traces of errors; every command has it. */
    @Option(
            names = "--verbose",
            scope = ScopeType.INHERIT,
            description = "Shows the cause of an error with its stack trace.")
    boolean verbose;

    private TributaryCommand() {}

    /**
     * Runs a command.
     *
     * @param args the words of the command line
     */
    public static void main(String... args) {
        ProcessMain.run(commandLine(), args);
    }

    /**
     * Makes the command line, for callers with streams of their own.
     *
     * @return the command line
     */
    public static CommandLine commandLine() {
        return Failures.commandLine(new TributaryCommand());
    }
}
