package dev.tributary.docs;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tributary.federation.settings.FederationSettings;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Links, names of classes and examples in README and docs, against the tree. */
class DocsTest {

    private static final Path TOP = findTop();
    private static final Pattern LINK = Pattern.compile("]\\((?!https?:|#)([^)#\\s]+)");
    private static final Pattern CLASS_NAME = Pattern.compile("`([A-Z][A-Za-z0-9]+(?:Test|IT))`");
    private static final int MAX_README_LINES = 150;

    static Path findTop() {
        Path directory = Path.of("").toAbsolutePath();
        while (!Files.exists(directory.resolve("docker-compose.yml"))) {
            directory = directory.getParent();
        }
        return directory;
    }

    static Stream<Path> pages() throws IOException {
        try (Stream<Path> docs = Files.walk(TOP.resolve("docs"));
                Stream<Path> top = Files.list(TOP)) {
            return Stream.concat(top, docs)
                    .filter(path -> path.toString().endsWith(".md"))
                    .map(TOP::relativize)
                    .toList()
                    .stream();
        }
    }

    @ParameterizedTest
    @MethodSource("pages")
    void shouldFindEveryFileThatAPageLinksTo(Path page) throws IOException {
        Path directory = TOP.resolve(page).getParent();
        Matcher links = LINK.matcher(Files.readString(TOP.resolve(page)));
        List<String> missing = new ArrayList<>();
        while (links.find()) {
            if (!Files.exists(directory.resolve(links.group(1)))) {
                missing.add(links.group(1));
            }
        }
        assertThat(missing).as("links of %s that lead nowhere", page).isEmpty();
    }

    @ParameterizedTest
    @MethodSource("pages")
    void shouldFindEveryTestThatAPageNames(Path page) throws IOException {
        List<String> tests = testClasses();
        Matcher names = CLASS_NAME.matcher(Files.readString(TOP.resolve(page)));
        List<String> missing = new ArrayList<>();
        while (names.find()) {
            if (!tests.contains(names.group(1))) {
                missing.add(names.group(1));
            }
        }
        assertThat(missing).as("tests that %s names", page).isEmpty();
    }

    private static List<String> testClasses() throws IOException {
        try (Stream<Path> files = Files.walk(TOP)) {
            return files.filter(path -> path.toString().contains("src/test/java"))
                    .map(path -> path.getFileName().toString())
                    .filter(name -> name.endsWith(".java"))
                    .map(name -> name.substring(0, name.length() - ".java".length()))
                    .toList();
        }
    }

    @Test
    void shouldShowTheExampleThatATestRuns() throws IOException {
        String source =
                Files.readString(TOP.resolve("e2e-tests/src/test/java/dev/tributary/e2e/JoinFederationExample.java"));
        assertThat(Files.readString(TOP.resolve("README.md")))
                .contains(tagged(source, "// tag::join[]", "// end::join[]"));
    }

    @Test
    void shouldShowTheJavaClientThatATestBuildsAndRuns() throws IOException {
        String page = Files.readString(TOP.resolve("docs/java-client.md"));
        Path example = TOP.resolve("examples/java-client");
        String client = Files.readString(example.resolve("src/main/java/com/example/LineClient.java"));
        String pom = Files.readString(example.resolve("pom.xml"));

        assertThat(page)
                .contains(tagged(client, "// tag::join[]", "// end::join[]"))
                .contains(tagged(pom, "<!-- tag::bom[] -->", "<!-- end::bom[] -->"))
                .contains(tagged(pom, "<!-- tag::client[] -->", "<!-- end::client[] -->"));
    }

    private static String tagged(String source, String begin, String end) {
        String inside = source.substring(source.indexOf(begin) + begin.length(), source.indexOf(end));
        return inside.substring(inside.indexOf('\n') + 1, inside.lastIndexOf('\n'))
                .stripIndent()
                .strip();
    }

    @Test
    void shouldNameEveryRecordInTheChangelogSinceUpgradesRestOnIt() throws IOException {
        String changelog = Files.readString(TOP.resolve("CHANGELOG.md"));
        String schema = changelog.substring(changelog.indexOf("### Schema"));
        try (Stream<Path> records = Files.list(TOP.resolve("schemas/src/main/avro"))) {
            assertThat(records.map(file -> file.getFileName().toString().replace(".avsc", "")))
                    .isNotEmpty()
                    .allSatisfy(name -> assertThat(schema).contains("`" + name + "`"));
        }
    }

    @Test
    void shouldKeepTheReadmeShort() throws IOException {
        assertThat(Files.readAllLines(TOP.resolve("README.md"))).hasSizeLessThanOrEqualTo(MAX_README_LINES);
    }

    @Test
    void shouldHoldTheDefaultsInTheExampleSettings() {
        FederationSettings example = FederationSettings.load(TOP.resolve("config/federation.yaml"));
        assertThat(example)
                .usingRecursiveComparison()
                .ignoringFields("text")
                .isEqualTo(FederationSettings.parse("federation: digits\nprivacy: {masking: off}"));
    }

    @Test
    void shouldOfferEveryCommandThatTheReadmeShows() throws IOException {
        Matcher commands =
                Pattern.compile("(?m)^\\./tributary (\\w+)").matcher(Files.readString(TOP.resolve("README.md")));
        String launcher = Files.readString(TOP.resolve("tributary"));
        List<String> shown = new ArrayList<>();
        while (commands.find()) {
            shown.add(commands.group(1));
        }
        assertThat(shown)
                .contains("demo", "topics", "model", "aggregator", "client")
                .allSatisfy(command -> assertThat(Pattern.compile(
                                        "(?m)^  " + command + "\\b|\\| " + command + "\\)|  " + command + " \\|")
                                .matcher(launcher)
                                .find())
                        .as("launcher offers %s", command)
                        .isTrue());
    }
}
