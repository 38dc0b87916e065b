package dev.tributary.demo.command;

import dev.tributary.schemas.FederationException;
import java.io.PrintWriter;
import java.util.function.BooleanSupplier;
import picocli.CommandLine;
import picocli.CommandLine.ParameterException;

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
        DemoCommand demo = new DemoCommand();
        return commandLine(demo, demo::isVerbose);
    }

    /**
     * Makes the command line of a command of this module.
     *
     * @param command   annotated for picocli
     * @param isVerbose whether a stack trace is wanted, asked once the arguments are read
     */
    static CommandLine commandLine(Object command, BooleanSupplier isVerbose) {
        return new CommandLine(command)
                .setUsageHelpAutoWidth(true)
                .setParameterExceptionHandler(DemoMain::explainUsage)
                .setExecutionExceptionHandler((e, line, parsed) -> explain(e, line, isVerbose.getAsBoolean()));
    }

    private static int explainUsage(ParameterException e, String... args) {
        PrintWriter err = e.getCommandLine().getErr();
        err.println(
                "tributary: " + e.getMessage() + "; see: " + e.getCommandLine().getCommandName() + " --help");
        err.flush();
        return CommandLine.ExitCode.USAGE;
    }

    private static int explain(Exception e, CommandLine command, boolean isVerbose) {
        PrintWriter err = command.getErr();
        err.println("tributary: " + (e instanceof FederationException ? e.getMessage() : String.valueOf(e)));
        if (isVerbose) {
            e.printStackTrace(err);
        }
        err.flush();
        return e instanceof FederationException ? CommandLine.ExitCode.USAGE : CommandLine.ExitCode.SOFTWARE;
    }
}
