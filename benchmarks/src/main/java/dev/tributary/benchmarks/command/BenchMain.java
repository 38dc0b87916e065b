package dev.tributary.benchmarks.command;

import dev.tributary.schemas.FederationException;
import java.io.PrintWriter;
import picocli.CommandLine;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParseResult;

/** Starts a benchmark. Exit codes: 0 done, 1 a failure of our own, 2 wrong input. */
public final class BenchMain {

    private BenchMain() {}

    /**
     * Runs a benchmark and ends the process with its exit code.
     *
     * @param args the words after {@code tributary bench}
     */
    public static void main(String... args) {
        System.exit(commandLine().execute(args));
    }

    static CommandLine commandLine() {
        CommandLine commandLine = new CommandLine(new BenchCommand())
                .setUsageHelpAutoWidth(true)
                .setCaseInsensitiveEnumValuesAllowed(true)
                .setParameterExceptionHandler(BenchMain::explainUsage)
                .setExecutionExceptionHandler(BenchMain::explain);
        return commandLine;
    }

    private static int explainUsage(ParameterException e, String... args) {
        PrintWriter err = e.getCommandLine().getErr();
        err.println("tributary: " + e.getMessage().lines().findFirst().orElse("wrong usage") + "; see: "
                + e.getCommandLine().getCommandSpec().qualifiedName() + " --help");
        err.flush();
        return CommandLine.ExitCode.USAGE;
    }

    private static int explain(Exception e, CommandLine command, ParseResult parsed) {
        PrintWriter err = command.getErr();
        err.println("tributary: " + (e instanceof FederationException ? e.getMessage() : String.valueOf(e)));
        if (System.getProperty("tributary.bench.verbose") != null) {
            e.printStackTrace(err);
        }
        err.flush();
        return e instanceof FederationException ? CommandLine.ExitCode.USAGE : CommandLine.ExitCode.SOFTWARE;
    }
}
