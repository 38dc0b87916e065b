package dev.tributary.console.command;

import dev.tributary.process.command.Failures;
import dev.tributary.process.command.ProcessMain;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.ScopeType;

/** The console's process. Exit codes: 0 stopped as asked, 1 stopped by a failure, 2 wrong input. */
@Command(
        name = "tributary",
        description = "Federated learning on Kafka: the console.",
        mixinStandardHelpOptions = true,
        subcommands = ConsoleCommand.class)
public final class ConsoleMain {

    /** Shows stack traces of errors; {@link Failures} looks for the word itself. */
    @Option(
            names = "--verbose",
            scope = ScopeType.INHERIT,
            description = "Shows the cause of an error with its stack trace.")
    boolean verbose;

    private ConsoleMain() {}

    /**
     * Runs the console and ends the process with its exit code.
     *
     * @param args the words after {@code tributary}
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
        return Failures.commandLine(new ConsoleMain());
    }
}
