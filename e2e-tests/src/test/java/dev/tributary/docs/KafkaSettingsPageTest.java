package dev.tributary.docs;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tributary.log.properties.KafkaProcess;
import dev.tributary.log.properties.PropertyRule;
import dev.tributary.log.properties.PropertyRules;
import java.io.IOException;
import java.nio.file.Files;
import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** {@code docs/kafka-settings.md} has the table of {@link PropertyRules}, line by line. */
class KafkaSettingsPageTest {

    @Test
    void shouldHaveARowForEachRuleAndNoneElse() throws IOException {
        List<String> rows = Files.readString(DocsTest.findTop().resolve("docs/kafka-settings.md"))
                .lines()
                .filter(line -> line.startsWith("| `"))
                .toList();

        assertThat(rows)
                .containsExactlyElementsOf(PropertyRules.all().stream()
                        .map(KafkaSettingsPageTest::row)
                        .toList());
    }

    private static String row(PropertyRule rule) {
        String processes =
                rule.processes().stream().map(KafkaProcess::shown).sorted().collect(Collectors.joining(", "));
        String gets =
                switch (rule.treatment()) {
                    case FIXED -> "must be `" + rule.value() + "`";
                    case REFUSED -> "is refused";
                    case REPLACED -> "has no effect";
                };
        return "| `" + rule.name() + "` | " + processes + " | " + gets + " | " + rule.reason() + " |";
    }
}
