package dev.tributary.docs;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** {@code docs/your-own-network.md} and {@code scoring.md} show the projects that {@code OwnNetworkIT} builds and runs, and no other code. */
class OwnNetworkPageTest {

    private static final Path TOP = DocsTest.findTop();
    private static final Pattern TAGGED = Pattern.compile(
            "(?ms)^\\s*(?://|<!--) tag::(\\w+)\\[](?: -->)?\\n(.*?)^\\s*(?://|<!--) end::\\1\\[](?: -->)?$");
    private static final Pattern BLOCK = Pattern.compile("(?ms)^```(?:java|xml)\\n(.*?)^```$");

    @Test
    void shouldShowWhatRunsAndNothingElse() throws IOException {
        String page = Files.readString(TOP.resolve("docs/your-own-network.md"))
                + Files.readString(TOP.resolve("docs/scoring.md"));
        List<String> shown =
                BLOCK.matcher(page).results().map(OwnNetworkPageTest::code).toList();

        assertThat(shown).containsExactlyInAnyOrderElementsOf(regions());
    }

    private static List<String> regions() throws IOException {
        List<String> regions = new ArrayList<>();
        for (String name : List.of("own-network", "djl-scorer")) {
            Path example = TOP.resolve("examples").resolve(name);
            try (Stream<Path> sources = Files.walk(example.resolve("src"))) {
                for (Path file : Stream.concat(
                                Stream.of(example.resolve("pom.xml")), sources.filter(Files::isRegularFile))
                        .toList()) {
                    TAGGED.matcher(Files.readString(file))
                            .results()
                            .map(OwnNetworkPageTest::code)
                            .forEach(regions::add);
                }
            }
        }
        assertThat(regions).hasSizeGreaterThan(5);
        return regions;
    }

    /** The last group of both patterns. */
    private static String code(MatchResult found) {
        // A blank last line would count as one that is not indented.
        return found.group(found.groupCount()).stripTrailing().stripIndent().strip();
    }
}
