package dev.tributary.demo.command;

import dev.tributary.process.command.Failures;
import picocli.CommandLine;

/** Starts the comparison. Exit codes: 0 done, 1 a failure of our own, 2 wrong input. */
public final class CompareMain {

    private CompareMain() {}

    /**
     * Runs the comparison and ends the process with its exit code.
     *
     * @param args the words after {@code tributary compare}
     */
    public static void main(String... args) {
        System.exit(commandLine().execute(args));
    }

    static CommandLine commandLine() {
        return Failures.commandLine(new CompareCommand());
    }
}
