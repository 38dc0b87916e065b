package dev.tributary.e2e.harness;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.tributary.client.command.ClientMain;
import dev.tributary.console.command.ConsoleMain;
import dev.tributary.operator.command.TributaryCommand;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.List;
import java.util.stream.Stream;
import picocli.CommandLine;

/** Runs commands in this JVM, on one broker. */
public final class CommandLines {

    private static final ObjectMapper JSON = new ObjectMapper();

    private final String bootstrapServers;

    /**
     * @param bootstrapServers added to the words of each command
     */
    public CommandLines(String bootstrapServers) {
        this.bootstrapServers = bootstrapServers;
    }

    /**
     * A command that has ended.
     *
     * @param exitCode what with
     * @param out      all that it printed
     * @param err      all that it complained about
     */
    public record Run(int exitCode, String out, String err) {

        /** What it printed, which must be JSON. */
        public JsonNode json() {
            try {
                return JSON.readTree(out);
            } catch (JsonProcessingException e) {
                throw new AssertionError("output must be JSON, was " + this, e);
            }
        }
    }

    /** Runs a command of the operator. */
    public Run operator(String... words) {
        return run(TributaryCommand.commandLine(), words);
    }

    /** Runs a command of the client's program, such as {@code model}. */
    public Run client(String... words) {
        return run(ClientMain.commandLine(), words);
    }

    /** Runs the console's command, which must end by itself. */
    public Run console(String... words) {
        return run(ConsoleMain.commandLine(), words);
    }

    private Run run(CommandLine commandLine, String... words) {
        StringWriter out = new StringWriter();
        StringWriter err = new StringWriter();
        int exitCode = commandLine
                .setOut(new PrintWriter(out))
                .setErr(new PrintWriter(err))
                .execute(Stream.concat(Stream.of(words), List.of("--bootstrap-server", bootstrapServers).stream())
                        .toArray(String[]::new));
        return new Run(exitCode, out.toString(), err.toString());
    }
}
