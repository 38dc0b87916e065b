package dev.tributary.distribution;

import dev.tributary.process.command.Failures;
import dev.tributary.process.command.ProcessMain;
import java.io.PrintWriter;
import picocli.AutoComplete;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Prints the script with which a shell completes our words. Exit codes: 0 printed, 2 wrong input. */
@Command(
        name = "completion",
        description = {
            "Print the script with which a shell completes the words of tributary.",
            "bash: source <(tributary completion bash). zsh: source <(tributary completion zsh)."
        },
        mixinStandardHelpOptions = true)
public final class CompletionMain implements Runnable {

    /** Shells that are known. */
    enum Shell {
        bash,
        zsh
    }

    @Parameters(index = "0", paramLabel = "SHELL", description = "bash or zsh.")
    private Shell shell;

    @Spec
    private CommandSpec spec;

    private CompletionMain() {}

    /**
     * Prints the script and ends the process with its exit code.
     *
     * @param args the words after {@code tributary completion}
     */
    public static void main(String... args) {
        ProcessMain.run(commandLine(), args);
    }

    static CommandLine commandLine() {
        return Failures.commandLine(new CompletionMain());
    }

    @Override
    public void run() {
        PrintWriter out = spec.commandLine().getOut();
        if (shell == Shell.zsh) {
            // For a directory of fpath: zsh then takes the file for a function. The script itself knows both shells.
            out.println("#compdef tributary");
        }
        out.print(AutoComplete.bash("tributary", CommandTree.commandLine()));
        out.flush();
    }
}
