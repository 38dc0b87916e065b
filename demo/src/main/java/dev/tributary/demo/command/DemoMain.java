package dev.tributary.demo.command;

import dev.tributary.process.command.Failures;
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
        System.exit(commandLine().execute(args));
    }

    static CommandLine commandLine() {
        return Failures.commandLine(new DemoCommand());
    }
}
