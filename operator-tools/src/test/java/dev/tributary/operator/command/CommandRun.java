package dev.tributary.operator.command;

import dev.tributary.aggregator.command.AggregatorMain;
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

    /** Runs a command of the operator, or the aggregator. */
    public static CommandRun of(String... words) {
        StringWriter out = new StringWriter();
        StringWriter err = new StringWriter();
        CommandLine commandLine =
                commandLine(words[0]).setOut(new PrintWriter(out)).setErr(new PrintWriter(err));
        int exitCode = commandLine.execute(words);
        return new CommandRun(exitCode, out.toString(), err.toString());
    }

    private static CommandLine commandLine(String command) {
        return command.equals("aggregator") ? AggregatorMain.commandLine() : TributaryCommand.commandLine();
    }
}
