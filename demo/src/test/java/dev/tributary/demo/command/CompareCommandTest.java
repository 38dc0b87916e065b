package dev.tributary.demo.command;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CompareCommandTest {

    private static final String PAGE =
            """
            # Page

            <!-- begin: written by tributary compare -->
            <!-- end: written by tributary compare -->

            After.
            """;

    @TempDir
    private Path directory;

    private Path page;

    @BeforeEach
    void writePage() throws IOException {
        page = Files.writeString(directory.resolve("page.md"), PAGE);
    }

    private String complaint = "";

    /** Seven clients, 70 drawn digits, two versions: a second or two. What is given replaces what stands here. */
    private int compare(String... more) {
        Map<String, String> words = new LinkedHashMap<>();
        Stream.concat(
                        Stream.of(
                                "--clients=7",
                                "--examples=70",
                                "--versions=2",
                                "--most-versions=2",
                                "--seeds=1,2",
                                "--model=mlp",
                                "--table=" + page),
                        Stream.of(more))
                .forEach(word -> words.put(word.replaceFirst("=.*", ""), word));
        StringWriter err = new StringWriter();
        int code = CompareMain.commandLine()
                .setErr(new PrintWriter(err))
                .execute(words.values().toArray(String[]::new));
        complaint = err.toString();
        return code;
    }

    private JsonNode json() throws IOException {
        return new ObjectMapper().readTree(directory.resolve("runs.json").toFile());
    }

    private String jsonOption() {
        return "--json=" + directory.resolve("runs.json");
    }

    @Test
    void shouldWriteARowForEachStrategyWhenStrategiesAreCompared() throws IOException {
        int code = compare(
                "--experiments=strategies", "--strategies=fedAvg,fedAdam:serverLearningRate=0.02", "--target=1");

        assertThat(code).isZero();
        assertThat(Files.readString(page))
                .contains("| strategy | settings | iid | shards |")
                .contains("| `fedAvg` | `serverLearningRate` 1 | > 2 (> 2, > 2) | > 2 (> 2, > 2) |")
                .containsPattern("\\| `fedAdam` \\| .*`serverLearningRate` 0\\.02.*\\|")
                .startsWith("# Page\n")
                .endsWith("\nAfter.\n");
    }

    @Test
    void shouldSayHowMuchSmallerUpdatesAreWhenEncodingsAreCompared() throws IOException {
        compare("--experiments=encodings", jsonOption());

        // 199,210 parameters; an INT8 block has a scale of four bytes for its values.
        assertThat(Files.readString(page))
                .contains("| `float32` | 796,840 | 1.000 |")
                .contains("| `float16` | 398,420 | 0.500 |");
        List<JsonNode> runs = StreamSupport.stream(json().get("encodings").spliterator(), false)
                .toList();
        assertThat(runs).hasSize(8);
        assertThat(ratio(runs, "int8")).isBetween(0.25, 0.26);
        assertThat(ratio(runs, "top_k")).isBetween(0.05, 0.08);
    }

    private static double ratio(List<JsonNode> runs, String encoding) {
        return bytes(runs, encoding) / bytes(runs, "float32");
    }

    private static double bytes(List<JsonNode> runs, String encoding) {
        return runs.stream()
                .filter(run -> run.get("encoding").asText().equals(encoding))
                .mapToDouble(run -> run.get("updateBytes").asDouble())
                .average()
                .orElseThrow();
    }

    @Test
    void shouldMoveTheModelTheWrongWayWhenClientsAttackTheMean() throws IOException {
        compare(
                "--experiments=attackers",
                "--defences=multiKrum:byzantine=2",
                "--seeds=2",
                "--examples=400",
                "--batch-size=10",
                "--versions=4",
                "--learning-rate=0.2",
                jsonOption());

        JsonNode runs = json().get("attackers");
        assertThat(runs).hasSize(3);
        double clean = runs.get(0).get("finalAccuracy").asDouble();
        double attacked = runs.get(1).get("finalAccuracy").asDouble();
        double defended = runs.get(2).get("finalAccuracy").asDouble();
        assertThat(clean).isGreaterThan(0.3);
        assertThat(attacked).isLessThan(clean - 0.1);
        assertThat(defended).isGreaterThan(attacked + 0.1);
    }

    @Test
    void shouldGiveTheSameNumbersWhenRunAgain() throws IOException {
        String[] words = {
            "--experiments=encodings,attackers", "--encodings=int8", "--seeds=5", "--examples=200", jsonOption()
        };
        compare(words);
        JsonNode first = json();
        String firstPage = Files.readString(page);

        compare(words);

        assertThat(json()).isEqualTo(first);
        assertThat(Files.readString(page)).isEqualTo(firstPage);
    }

    @Test
    void shouldKeepTheOtherTablesWhenOneIsWrittenAnew() throws IOException {
        compare("--experiments=encodings", "--encodings=int8", "--seeds=1", "--versions=1");
        compare("--experiments=attackers", "--defences=median", "--seeds=1", "--versions=1");
        compare("--experiments=encodings", "--encodings=float16", "--seeds=1", "--versions=1");

        assertThat(Files.readString(page))
                .contains("| `float16` |", "| `median` |")
                .doesNotContain("| `int8` |")
                .containsOnlyOnce("<!-- encodings -->")
                .containsOnlyOnce("<!-- begin: written");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            textBlock =
                    """
                    --experiments=weather; --experiments must be strategies, encodings, attackers, modes, was weather
                    --strategies=fedavg; strategy.name must be
                    --strategies=fedAvgM:speed=3; strategy.speed
                    --strategies=fedAvgM:momentum=2; strategy.momentum must be
                    --strategies=fedAvgM momentum; --strategies must be NAME or NAME:KEY=VALUE:…
                    --defences=multiKrum:byzantine=3; round.goal must be at least 9
                    --defences=multiKrum=2; --defences must be NAME or NAME:KEY=VALUE:…
                    --model=foo; model must be cnn, small-cnn, large-cnn, mlp, was foo
                    --encodings=int4; --encodings must be
                    --partitions=iid,odd; partition must be iid, shards or dirichlet:ALPHA, was odd
                    --attackers=7; --attackers must be 0 to 6, was 7
                    --target=1.5; --target must be above 0 and at most 1.0, was 1.5
                    --versions=0; --versions must be 1 to 10000, was 0
                    --table=no-such-page.md; --table must be a readable Markdown file, was no-such-page.md
                    --json=no-such-directory/runs.json; --json must be a writable file, was no-such-directory/runs.json
                    --examples=6; --clients must be 1 to 6, was 7
                    --data=no-such-directory; no-such-directory must be a directory of IDX files, was missing
                    --seeds=one; Invalid value for option '--seeds'
                    """)
    void shouldSayInOneLineWhatIsWrongWhenInputIs(String option, String message) {
        int code = compare(option);

        assertThat(code).isEqualTo(2);
        assertThat(complaint.strip())
                .startsWith("tributary: ")
                .contains(message)
                .hasLineCount(1);
    }
}
