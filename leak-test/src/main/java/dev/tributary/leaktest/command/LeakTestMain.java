package dev.tributary.leaktest.command;

import dev.tributary.process.command.Failures;
import dev.tributary.process.command.ProcessMain;
import picocli.CommandLine;

/** Starts the leak test. Exit codes: 0 every claim holds, 1 one does not, or a failure of our own, 2 wrong input. */
public final class LeakTestMain {

    private LeakTestMain() {}

    /**
     * Runs the leak test and ends the process with its exit code.
     *
     * @param args the words after {@code tributary leak-test}
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
        return Failures.commandLine(new LeakTestCommand());
    }
}
