package dev.tributary.docs;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The ten answers of docs/architecture.md: each names at most four places, and all of them are there. */
class ArchitecturePageTest {

    private static final Path TOP = DocsTest.findTop();
    private static final String HEADING = "## Ten questions";
    private static final int MOST_PLACES = 4;

    /** A type, such as {@code RoundMachine}, or a page, such as {@code docs/extending.md}. */
    private static final Pattern PLACE = Pattern.compile("`([A-Z][A-Za-z0-9]+|[a-z][A-Za-z0-9/.-]*/[A-Za-z0-9/.-]+)`");

    private static List<String> rows() throws IOException {
        String page = Files.readString(TOP.resolve("docs/architecture.md"));
        return page.substring(page.indexOf(HEADING))
                .lines()
                .skip(1)
                .takeWhile(line -> !line.startsWith("## "))
                .filter(line -> line.startsWith("| ") && line.contains("?"))
                .toList();
    }

    private static List<String> placesIn(String row) {
        return PLACE.matcher(row)
                .results()
                .map(MatchResult::group)
                .map(ArchitecturePageTest::bare)
                .distinct()
                .toList();
    }

    private static String bare(String place) {
        return place.replace("`", "");
    }

    private static Set<String> types() throws IOException {
        try (Stream<Path> files = Files.walk(TOP)) {
            return files.map(Path::toString)
                    .filter(path -> path.contains("/src/") && path.endsWith(".java"))
                    .map(path -> path.substring(path.lastIndexOf('/') + 1, path.length() - ".java".length()))
                    .collect(Collectors.toSet());
        }
    }

    @Test
    void shouldAnswerTenQuestionsWithAtMostFourPlacesEach() throws IOException {
        assertThat(rows())
                .hasSize(10)
                .allSatisfy(row -> assertThat(placesIn(row)).as(row).hasSizeBetween(1, MOST_PLACES));
    }

    @Test
    void shouldFindEveryPlaceThatAnAnswerNames() throws IOException {
        Set<String> types = types();
        List<String> missing = new ArrayList<>();
        for (String row : rows()) {
            for (String place : placesIn(row)) {
                boolean isThere = place.contains("/") ? Files.exists(TOP.resolve(place)) : types.contains(place);
                if (!isThere) {
                    missing.add(place);
                }
            }
        }
        assertThat(missing).isEmpty();
    }
}
