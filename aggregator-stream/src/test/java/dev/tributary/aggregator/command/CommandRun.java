package dev.tributary.aggregator.command;

import java.io.PrintWriter;
import java.io.StringWriter;
import picocli.CommandLine;

/**
 * A command that was run in this JVM.
 *
 * @param exitCode what it ended with
 * @param out      all that it printed
 * @param err      all that it complained about
 */
public record CommandRun(int exitCode, String out, String err) {

    /** Runs the operator's command line. */
    public static CommandRun of(String... words) {
        StringWriter out = new StringWriter();
        StringWriter err = new StringWriter();
        CommandLine commandLine =
                TributaryCommand.commandLine().setOut(new PrintWriter(out)).setErr(new PrintWriter(err));
        int exitCode = commandLine.execute(words);
        return new CommandRun(exitCode, out.toString(), err.toString());
    }
}
