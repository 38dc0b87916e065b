package dev.tributary.demo.command;

import dev.tributary.process.command.Failures;
import dev.tributary.process.command.ProcessMain;
import picocli.CommandLine;

/** Starts the demonstration. Exit codes: 0 done, 1 a failure of our own, 2 wrong input. */
public final class DemoMain {

    private DemoMain() {}

    /**
     * Runs the demonstration and ends the process with its exit code.
     *
     * @param args the words after {@code tributary demo}
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
        return Failures.commandLine(new DemoCommand());
    }
}
