package dev.tributary.benchmarks.command;

import dev.tributary.process.command.Failures;
import dev.tributary.process.command.ProcessMain;
import picocli.CommandLine;

/** Starts a benchmark. Exit codes: 0 done, 1 a failure of our own, 2 wrong input. */
public final class BenchMain {

    private BenchMain() {}

    /**
     * Runs a benchmark and ends the process with its exit code.
     *
     * @param args the words after {@code tributary bench}
     */
    public static void main(String... args) {
        ProcessMain.run(commandLine(), args);
    }

    static CommandLine commandLine() {
        return Failures.commandLine(new BenchCommand());
    }
}
