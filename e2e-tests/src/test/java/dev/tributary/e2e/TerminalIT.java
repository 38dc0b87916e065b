package dev.tributary.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tributary.e2e.harness.ChildJvm;
import dev.tributary.e2e.harness.FederationPlan;
import dev.tributary.e2e.harness.SharedBroker;
import dev.tributary.e2e.harness.TestFederation;
import dev.tributary.operator.command.TributaryCommand;
import dev.tributary.testbed.broker.EmbeddedBroker;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** Commands as a terminal or a pipe has them. */
@ExtendWith(SharedBroker.class)
class TerminalIT {

    private static final FederationPlan PLAN = FederationPlan.of(10, "round: {goal: 1}\n");

    /** What a shell shows for a program that SIGPIPE ended. */
    private static final int READER_LEFT = 141;

    private static final String ESCAPE = "\u001b[";

    @Test
    @DisabledOnOs(value = OS.WINDOWS, disabledReason = "the pipe is a shell's")
    void shouldEndWhenHeadHasReadEnoughOfTheRounds(EmbeddedBroker broker) throws Exception {
        try (TestFederation federation = TestFederation.create(PLAN, broker.bootstrapServers())) {
            // Given: rounds that go on and on
            federation.startAggregator();
            federation.startClient(Long.MAX_VALUE);
            federation.awaitVersion(1);

            // When
            Path output = federation.file("head");
            Process pipe = pipeIntoHead(
                    output,
                    "rounds",
                    "--follow",
                    "--federation",
                    federation.topics().federation(),
                    "--bootstrap-server",
                    broker.bootstrapServers());

            // Then
            boolean hasEnded = pipe.waitFor(TestFederation.PATIENCE.toSeconds(), TimeUnit.SECONDS);
            pipe.descendants().forEach(ProcessHandle::destroyForcibly);
            assertThat(hasEnded).as(Files.readString(output)).isTrue();
            assertThat(pipe.exitValue()).as(Files.readString(output)).isEqualTo(READER_LEFT);
            // A header and a round, and nothing on standard error.
            assertThat(Files.readAllLines(output)).hasSize(2);
        }
    }

    private static Process pipeIntoHead(Path output, String... words) throws Exception {
        List<String> command = new ArrayList<>(List.of(
                "bash",
                "-c",
                "\"$0\" \"$@\" | head -n 2; exit ${PIPESTATUS[0]}",
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:+UseSerialGC",
                "-XX:TieredStopAtLevel=1",
                "-Dtributary.log.level=WARN",
                "-Dlogback.configurationFile="
                        + Path.of("..", "config", "logback.xml").toAbsolutePath(),
                "-cp",
                System.getProperty("java.class.path"),
                TributaryCommand.class.getName()));
        command.addAll(List.of(words));
        return new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(output.toFile())
                .start();
    }

    @Test
    void shouldPrintHelpWithoutColoursWhenNobodyWantsThem(@TempDir Path directory) {
        // Given: a terminal, for all that the command can tell
        Map<String, String> coloured = Map.of("CLICOLOR_FORCE", "1");
        Map<String, String> plain = Map.of("CLICOLOR_FORCE", "1", "NO_COLOR", "1");

        // Then
        assertThat(help(directory.resolve("coloured"), coloured))
                .contains(ESCAPE)
                .contains("--follow");
        assertThat(help(directory.resolve("plain"), plain))
                .doesNotContain(ESCAPE)
                .contains("--follow");
    }

    private static String help(Path directory, Map<String, String> environment) {
        try (ChildJvm process =
                ChildJvm.start(directory, TributaryCommand.class, List.of("rounds", "--help"), environment)) {
            assertThat(process.awaitExit(TestFederation.PATIENCE)).isZero();
            return process.stdout();
        }
    }
}
