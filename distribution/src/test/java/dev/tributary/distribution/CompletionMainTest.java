package dev.tributary.distribution;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.Locale;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine;

class CompletionMainTest {

    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    private int run(String... words) {
        return CompletionMain.commandLine()
                .setOut(new PrintWriter(out))
                .setErr(new PrintWriter(err))
                .execute(words);
    }

    @ParameterizedTest
    @ValueSource(strings = {"bash", "zsh"})
    void shouldKnowEveryCommandWhenAShellAsks(String shell) {
        // When
        int exitCode = run(shell);

        // Then
        assertThat(exitCode).as(err.toString()).isZero();
        assertThat(CommandTree.commandLine().getSubcommands().keySet())
                .contains(
                        "demo",
                        "compare",
                        "leak-test",
                        "topics",
                        "model",
                        "rounds",
                        "aggregator",
                        "mask-helper",
                        "console",
                        "client",
                        "completion")
                // A function's name has no hyphen.
                .allSatisfy(command ->
                        assertThat(out.toString()).contains("function _picocli_tributary_" + command.replace("-", "")));
        assertThat(out.toString()).contains("--bootstrap-server").doesNotContain("\r");
    }

    @Test
    void shouldTellZshWhatTheFileIsForWhenItLiesInAFunctionPath() {
        run("zsh");
        assertThat(out.toString()).startsWith("#compdef tributary");
    }

    @Test
    void shouldRefuseInOneLineWhenTheShellIsUnknown() {
        // When
        int exitCode = run("fish");

        // Then
        assertThat(exitCode).isEqualTo(CommandLine.ExitCode.USAGE);
        assertThat(err.toString().lines()).hasSize(1);
        assertThat(err.toString().toLowerCase(Locale.ROOT)).contains("fish").contains("bash, zsh");
    }
}
