package dev.tributary.leaktest.command;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class LeakTestCommandTest {

    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    private int run(String... words) {
        return LeakTestMain.commandLine()
                .setOut(new PrintWriter(out))
                .setErr(new PrintWriter(err))
                .execute(words);
    }

    @ParameterizedTest
    @CsvSource({
        "--users, 19, '--users must be 20 to 500, was 19'",
        "--users, many, 'many'",
        "--rounds, 1, '--rounds must be 2 to 50, was 1'",
        "--noise-multiplier, 0, '--noise-multiplier must be 1 to 64, was 0'",
        "--privacy-delta, 0.5, '--privacy-delta must be 1e-12 to 0.01, was 0.5'",
        "--privacy-delta, NaN, 'was NaN'"
    })
    void shouldRefuseInOneLineWhenAnOptionIsOutOfBounds(String option, String value, String expected) {
        // When
        int exitCode = run(option, value);

        // Then
        assertThat(exitCode).isEqualTo(2);
        assertThat(err.toString()).startsWith("tributary: ").contains(expected).hasLineCount(1);
        assertThat(out.toString()).isEmpty();
    }

    @Test
    void shouldWriteTheSameReportWhenTheSeedIsTheSame(@TempDir Path directory) throws IOException {
        // When
        run(
                "--users",
                "20",
                "--rounds",
                "2",
                "--seed",
                "3",
                "--out",
                directory.resolve("a").toString(),
                "-o",
                "json");
        run(
                "--users",
                "20",
                "--rounds",
                "2",
                "--seed",
                "3",
                "--out",
                directory.resolve("b").toString());

        // Then
        JsonNode first = report(directory.resolve("a"));
        assertThat(first.get("findings"))
                .isEqualTo(report(directory.resolve("b")).get("findings"));
        assertThat(first.get("findings")).isNotEmpty();
        assertThat(out.toString())
                .contains("\"findings\"")
                .contains("whose is it")
                .contains("written: ");
    }

    @Test
    void shouldWriteAPageThatLoadsNothingWhenItIsOpened(@TempDir Path directory) throws IOException {
        // When
        run("--users", "20", "--rounds", "2", "--out", directory.toString());

        // Then
        String page = Files.readString(directory.resolve("leak-report.html"));
        assertThat(page)
                .contains("Whose is it", "masked with noise", "<svg", "data:image/png;base64,")
                .doesNotContain("{{", "http://", "https://", "NaN");
    }

    private static JsonNode report(Path directory) throws IOException {
        return new ObjectMapper().readTree(Files.readString(directory.resolve("leak-report.json")));
    }

    @Test
    void shouldRefuseInOneLineWhenTheReportCannotBeWritten(@TempDir Path directory) throws IOException {
        // Given
        Path file = Files.writeString(directory.resolve("file"), "");

        // When
        int exitCode = run("--users", "20", "--rounds", "2", "--out", file.toString());

        // Then
        assertThat(exitCode).isEqualTo(2);
        assertThat(err.toString()).contains("tributary: --out must be a directory that can be written");
    }
}
