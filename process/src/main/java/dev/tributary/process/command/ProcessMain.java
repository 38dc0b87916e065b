package dev.tributary.process.command;

import picocli.CommandLine;

/** The life of a process that runs one command line. */
public final class ProcessMain {

    private ProcessMain() {}

    /**
     * Runs a command and ends the process with its exit code, or with the one of {@link WatchedOutput} if standard
     * output broke before.
     *
     * @param commandLine made by {@link Failures#commandLine(Object)}
     * @param args        the words of the command line
     */
    public static void run(CommandLine commandLine, String... args) {
        WatchedOutput output = WatchedOutput.install();
        // Picocli's strategy prints to the standard output of its own birth, which nobody watches.
        commandLine.setExecutionStrategy(new CommandLine.RunLast());
        int exitCode = commandLine.execute(args);
        System.out.flush();
        System.exit(output.failure().orElse(exitCode));
    }
}
