package dev.tributary.demo.command;

import dev.tributary.schemas.FederationException;
import java.io.PrintWriter;
import picocli.CommandLine;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParseResult;

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
        return new CommandLine(new DemoCommand())
                .setUsageHelpAutoWidth(true)
                .setParameterExceptionHandler(DemoMain::explainUsage)
                .setExecutionExceptionHandler(DemoMain::explain);
    }

    private static int explainUsage(ParameterException e, String... args) {
        PrintWriter err = e.getCommandLine().getErr();
        err.println("tributary: " + e.getMessage() + "; see: tributary demo --help");
        err.flush();
        return CommandLine.ExitCode.USAGE;
    }

    private static int explain(Exception e, CommandLine command, ParseResult parsed) {
        PrintWriter err = command.getErr();
        err.println("tributary: " + (e instanceof FederationException ? e.getMessage() : String.valueOf(e)));
        DemoCommand demo = command.getCommand();
        if (demo.isVerbose()) {
            e.printStackTrace(err);
        }
        err.flush();
        return e instanceof FederationException ? CommandLine.ExitCode.USAGE : CommandLine.ExitCode.SOFTWARE;
    }
}
