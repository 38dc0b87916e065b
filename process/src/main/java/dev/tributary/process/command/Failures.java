package dev.tributary.process.command;

import dev.tributary.schemas.FederationException;
import java.util.Arrays;
import picocli.CommandLine;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.IExecutionExceptionHandler;
import picocli.CommandLine.IParameterExceptionHandler;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParseResult;

/** Makes one line of each failure: {@code tributary: …}. The stack trace is for {@code --verbose} only. */
public final class Failures implements IParameterExceptionHandler, IExecutionExceptionHandler {

    private static final String VERBOSE = "--verbose";

    private Failures() {}

    /**
     * Makes a command line whose failures are single lines on its error stream: exit code 2 for wrong input, 1 for a
     * failure of our own. {@code --version} of it and of its sub-commands is {@link Release}.
     *
     * @param command annotated for picocli
     * @return the command line
     */
    public static CommandLine commandLine(Object command) {
        Failures failures = new Failures();
        return tellRelease(new CommandLine(command))
                .setCaseInsensitiveEnumValuesAllowed(true)
                .setUsageHelpAutoWidth(true)
                .setParameterExceptionHandler(failures)
                .setExecutionExceptionHandler(failures);
    }

    /** Of sub-commands too: each has {@code --version}. */
    private static CommandLine tellRelease(CommandLine commandLine) {
        commandLine.getCommandSpec().versionProvider(new Release());
        commandLine.getSubcommands().values().forEach(Failures::tellRelease);
        return commandLine;
    }

    @Override
    public int handleParseException(ParameterException failure, String[] args) {
        CommandLine command = failure.getCommandLine();
        String help = command.getCommandSpec().qualifiedName() + " --help";
        report(
                command,
                firstLine(failure) + "; see: " + help,
                failure,
                Arrays.asList(args).contains(VERBOSE));
        return ExitCode.USAGE;
    }

    @Override
    public int handleExecutionException(Exception failure, CommandLine command, ParseResult words) {
        boolean isVerbose = words.originalArgs().contains(VERBOSE);
        if (failure instanceof FederationException) {
            report(command, firstLine(failure), failure, isVerbose);
            return ExitCode.USAGE;
        }
        String hint = isVerbose ? "" : "; the same command with " + VERBOSE + " shows where";
        report(command, failure.getClass().getSimpleName() + ": " + firstLine(failure) + hint, failure, isVerbose);
        return ExitCode.SOFTWARE;
    }

    private static void report(CommandLine command, String line, Exception failure, boolean isVerbose) {
        command.getErr().println("tributary: " + line);
        if (isVerbose) {
            failure.printStackTrace(command.getErr());
        }
        command.getErr().flush();
    }

    private static String firstLine(Exception failure) {
        return String.valueOf(failure.getMessage()).lines().findFirst().orElse("no reason given");
    }
}
