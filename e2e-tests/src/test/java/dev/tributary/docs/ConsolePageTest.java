package dev.tributary.docs;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tributary.aggregator.rejection.RejectionReason;
import dev.tributary.console.words.ReasonTexts;
import java.io.IOException;
import java.nio.file.Files;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** The console explains rejections in the words of {@code docs/operations.md}. */
class ConsolePageTest {

    private static String plain(String markdown) {
        return markdown.replaceAll("\\[([^]]*)]\\([^)]*\\)", "$1").replace("`", "");
    }

    @Test
    void shouldSayWhatThePageSaysWhenAReasonIsExplained() throws IOException {
        String page = Files.readString(DocsTest.findTop().resolve("docs/operations.md"));
        List<String> rows = Pattern.compile("(?m)^\\| `([A-Z_]+)` \\| (.*) \\| (.*) \\|$")
                .matcher(page.substring(page.indexOf("\n## Rejections\n")))
                .results()
                .map(row -> row.group(1) + ": " + plain(row.group(2)) + ": " + plain(row.group(3)))
                .toList();

        assertThat(rows)
                .hasSameSizeAs(RejectionReason.values())
                .containsExactlyInAnyOrderElementsOf(ReasonTexts.reasons().stream()
                        .map(reason -> reason + ": " + ReasonTexts.of(reason).meaning() + ": "
                                + ReasonTexts.of(reason).operator())
                        .toList());
    }

    @Test
    void shouldExplainEveryReasonWhenUpdatesAreRefused() {
        assertThat(ReasonTexts.reasons())
                .containsExactlyInAnyOrderElementsOf(
                        Arrays.stream(RejectionReason.values()).map(Enum::name).toList());
    }
}
