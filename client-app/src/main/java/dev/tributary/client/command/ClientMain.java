package dev.tributary.client.command;

import dev.tributary.client.command.model.ModelCommand;
import dev.tributary.process.command.Failures;
import dev.tributary.process.command.ProcessMain;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import picocli.CommandLine;
import picocli.CommandLine.Command;

/** The commands of a client. All of them exit with 0 when done, 2 for wrong input, 1 for a failure of our own. */
@Command(
        name = "tributary",
        description = "Federated learning on Kafka: the client's commands.",
        mixinStandardHelpOptions = true,
        subcommands = {ClientCommand.class, ModelCommand.class})
public final class ClientMain {

    /**
     * Runs a command and ends the process with its exit code.
     *
     * @param args the words after {@code tributary}
     */
    public static void main(String[] args) {
        ProcessMain.run(commandLine(), args);
    }

    /**
     * Makes the command line, for callers with streams of their own.
     *
     * @return the command line
     */
    public static CommandLine commandLine() {
        return commandLine(new PrintWriter(System.err, true, StandardCharsets.UTF_8));
    }

    /** The command line with its failures going to {@code err} as single lines. */
    static CommandLine commandLine(PrintWriter err) {
        CommandLine commandLine = Failures.commandLine(new ClientMain());
        commandLine.setErr(err);
        return commandLine;
    }
}
