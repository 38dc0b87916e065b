package dev.tributary.federation.settings;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tributary.aggregation.registry.Strategies;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Page and example settings tell of each strategy and schedule every setting with the default that the code has. */
class StrategiesDocsTest {

    private static final Path TOP = Path.of("").toAbsolutePath().getParent();

    /** Told once for all strategies. */
    private static final Set<String> COMMON = Set.of("serverLearningRate", "schedule", "serverOptimizer");

    static Stream<String> names() {
        return Strategies.STANDARD.names().stream();
    }

    private static Map<String, String> defaults(String section) {
        Map<String, String> options = new TreeMap<>(
                FederationSettings.parse("federation: test\nprivacy: {masking: off}\nstrategy: {" + section + "}")
                        .strategy()
                        .options());
        options.remove("referenceClient");
        options.replaceAll((key, value) -> value.replaceAll("\\.0$", ""));
        return options;
    }

    private static Map<String, String> ownDefaults(String name) {
        String given = name.equals("flTrust") ? ", referenceClient: root" : "";
        Map<String, String> options = defaults("name: " + name + given);
        options.keySet().removeAll(COMMON);
        return options;
    }

    private static String page() throws IOException {
        return Files.readString(TOP.resolve("docs/strategies.md"));
    }

    private static String sectionOf(String name) throws IOException {
        Matcher section = Pattern.compile("(?s)\n### " + name + "\n(.*?)\n##").matcher(page());
        assertThat(section.find()).as("section ### %s", name).isTrue();
        return section.group(1);
    }

    @ParameterizedTest
    @MethodSource("names")
    void shouldTellEachSettingWithItsDefaultWhenAStrategyHasAny(String name) throws IOException {
        String section = sectionOf(name);

        assertThat(section).contains("[arXiv:").contains("*Take it*");
        ownDefaults(name).forEach((key, value) -> assertThat(section).contains("`" + key + "`: " + value));
        assertThat(section.contains("`serverLearningRate`")).isEqualTo(name.startsWith("fed"));
        if (name.startsWith("fed")) {
            assertThat(section)
                    .contains(
                            "`serverLearningRate`: " + defaults("name: " + name).get("serverLearningRate"));
        }
    }

    @ParameterizedTest
    @MethodSource("names")
    void shouldListEachSettingInTheExampleWhenAStrategyHasAny(String name) throws IOException {
        String example = Files.readString(TOP.resolve("config/federation.yaml"));
        String line = example.lines()
                .filter(comment -> comment.matches("  # [^:]*\\b" + name + "\\b[^:]*: .*"))
                .reduce((first, last) -> last)
                .orElse("");

        ownDefaults(name).forEach((key, value) -> assertThat(line).contains(key + ": " + value));
    }

    @ParameterizedTest
    @ValueSource(strings = {"exponential", "step", "cosine", "inverse_sqrt"})
    void shouldTellEachSettingWithItsDefaultWhenAScheduleHasAny(String schedule) throws IOException {
        String page = page();
        String example = Files.readString(TOP.resolve("config/federation.yaml"));
        Map<String, String> options = defaults("schedule: " + schedule);
        options.keySet().removeAll(COMMON);

        assertThat(page).contains("| `" + schedule + "` |");
        options.forEach((key, value) -> {
            assertThat(example).contains(key + ": " + value);
            assertThat(page).contains("`" + key + "`: " + value);
        });
    }

    @Test
    void shouldHaveAPlaceForResults() throws IOException {
        assertThat(Files.readString(TOP.resolve("docs/strategy-results.md")))
                .containsOnlyOnce("<!-- begin: written by tributary compare -->")
                .containsOnlyOnce("<!-- end: written by tributary compare -->");
    }
}
