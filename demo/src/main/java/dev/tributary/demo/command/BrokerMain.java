package dev.tributary.demo.command;

import dev.tributary.process.command.Failures;
import picocli.CommandLine;

/** Runs a broker for people who have none. Exit codes: 0 stopped, 1 a failure of our own, 2 wrong input. */
public final class BrokerMain {

    private BrokerMain() {}

    /**
     * Runs the broker until it is stopped, and ends the process with its exit code.
     *
     * @param args the words after {@code tributary broker}
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
        return Failures.commandLine(new BrokerCommand());
    }
}
