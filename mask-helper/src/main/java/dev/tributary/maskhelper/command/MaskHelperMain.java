package dev.tributary.maskhelper.command;

import dev.tributary.process.command.Failures;
import dev.tributary.process.command.ProcessMain;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.ScopeType;

/** The mask helper's process. Exit codes: 0 stopped as asked, 1 stopped by a failure, 2 wrong input. */
@Command(
        name = "tributary",
        description = "Federated learning on Kafka: the mask helper.",
        mixinStandardHelpOptions = true,
        subcommands = MaskHelperCommand.class)
public final class MaskHelperMain {

    /** Shows stack traces of errors; {@link Failures} looks for the word itself. */
    @Option(
            names = "--verbose",
            scope = ScopeType.INHERIT,
            description = "Shows the cause of an error with its stack trace.")
    boolean verbose;

    private MaskHelperMain() {}

    /**
     * Runs the mask helper and ends the process with its exit code.
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
        return Failures.commandLine(new MaskHelperMain());
    }
}
