package dev.tributary.operator.command;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Wrong input: one line that says what to do, exit code 2, in time. */
class TributaryCommandTest {

    @TempDir
    private Path directory;

    private Path settings;

    @BeforeEach
    void writeSettings() throws IOException {
        settings =
                Files.writeString(directory.resolve("federation.yaml"), "federation: test\nprivacy: {masking: off}\n");
    }

    private CommandRun aggregator(String... more) {
        String[] words = new String[more.length + 5];
        words[0] = "aggregator";
        words[1] = "--settings";
        words[2] = settings.toString();
        words[3] = "--state-dir";
        words[4] = directory.resolve("state").toString();
        System.arraycopy(more, 0, words, 5, more.length);
        return CommandRun.of(words);
    }

    private static void assertThatOneLineSays(CommandRun run, String... parts) {
        assertThat(run.exitCode()).as(run.err()).isEqualTo(2);
        assertThat(run.err().lines()).hasSize(1);
        assertThat(run.err()).startsWith("tributary: ").contains(parts);
    }

    @ParameterizedTest
    @ValueSource(strings = {"--help", "-h"})
    void shouldExplainItselfWhenAskedForHelp(String option) {
        CommandRun run = CommandRun.of(option);

        assertThat(run.exitCode()).isZero();
        assertThat(run.out()).contains("Usage: tributary", "federation", "topics", "--verbose");
        assertThat(CommandRun.of("aggregator", option).out()).contains("--settings", "--kafka-config", "--http-port");
    }

    @Test
    void shouldNameTheOptionWhenItIsUnknown() {
        assertThatOneLineSays(aggregator("--no-such-option"), "--no-such-option", "tributary aggregator --help");
    }

    @Test
    void shouldNameTheOptionWhenItIsMissing() {
        assertThatOneLineSays(CommandRun.of("aggregator"), "--settings");
    }

    @Test
    void shouldNameTheWordWhenCommandIsUnknown() {
        assertThatOneLineSays(CommandRun.of("agregator"), "agregator");
    }

    @Test
    void shouldNameTheOptionWhenItsValueIsNoNumber() {
        assertThatOneLineSays(aggregator("--http-port", "eighty"), "--http-port", "eighty");
    }

    @Test
    void shouldNameTheKeyWhenSettingIsUnknown() throws IOException {
        Files.writeString(settings, "federation: test\nprivacy: {masking: off}\nround: {gaol: 5}\n");

        assertThatOneLineSays(aggregator(), settings.toString(), "round.gaol must be a known setting");
    }

    @Test
    void shouldNameTheFileWhenSettingsAreMissing() throws IOException {
        Files.delete(settings);

        assertThatOneLineSays(aggregator(), settings + " must be a readable settings file");
    }

    @Test
    void shouldNameTheFileWhenKafkaConfigIsMissing() {
        assertThatOneLineSays(
                aggregator(
                        "--kafka-config", directory.resolve("none.properties").toString()),
                "--kafka-config must be a readable properties file",
                "none.properties");
    }

    @Test
    void shouldAskForBootstrapServersWhenNoneIsGiven() {
        assertThatOneLineSays(aggregator(), "bootstrap.servers must be given");
    }

    @Test
    void shouldRefuseBootstrapServersWhenTheyAreNone() {
        assertThatOneLineSays(aggregator("--bootstrap-server", "no-port"), "no-port");
    }

    @Test
    @Timeout(15)
    void shouldGiveUpInTimeWhenNoBrokerAnswers() throws IOException {
        // A socket that takes connections and never answers: a refused connection would be the easier case.
        try (ServerSocket silent = new ServerSocket(0, 50, InetAddress.getLoopbackAddress())) {
            String server = "localhost:" + silent.getLocalPort();
            long startedAt = System.nanoTime();

            CommandRun run = aggregator("--bootstrap-server", server);

            assertThatOneLineSays(run, "bootstrap.servers " + server + " did not answer within");
            assertThat(Duration.ofNanos(System.nanoTime() - startedAt)).isLessThan(Duration.ofSeconds(15));
        }
    }

    @Test
    void shouldSayWhichPortWhenHttpPortIsTaken() throws IOException {
        try (ServerSocket taken = new ServerSocket(0)) {
            assertThatOneLineSays(
                    aggregator("--bootstrap-server", "localhost:1", "--http-port", "" + taken.getLocalPort()),
                    "--http-port must be free, was " + taken.getLocalPort());
        }
    }

    @Test
    void shouldNameTheBoundsWhenHttpPortIsNone() {
        assertThatOneLineSays(
                aggregator("--bootstrap-server", "localhost:1", "--http-port", "70000"),
                "--http-port must be 0 to 65535, was 70000");
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void shouldShowTraceOnlyWhenVerbose(boolean isVerbose) throws IOException {
        Files.delete(settings);

        CommandRun run = isVerbose ? aggregator("--verbose") : aggregator();

        assertThat(run.exitCode()).isEqualTo(2);
        assertThat(run.err().contains("\tat dev.tributary")).isEqualTo(isVerbose);
        assertThat(run.err()).startsWith("tributary: " + settings);
    }
}
