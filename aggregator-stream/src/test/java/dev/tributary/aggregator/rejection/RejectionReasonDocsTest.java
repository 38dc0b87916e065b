package dev.tributary.aggregator.rejection;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** The page that client authors read names each reason, and none that does not exist. */
class RejectionReasonDocsTest {

    private static final Pattern LISTED = Pattern.compile("(?m)^- `([A-Z][A-Z0-9_]+)`:");

    private static String protocolPage() throws IOException {
        Path directory = Path.of(System.getProperty("user.dir")).toAbsolutePath();
        while (!Files.exists(directory.resolve("docs/protocol.md"))) {
            directory = directory.getParent();
            assertThat(directory)
                    .as("a directory above that holds docs/protocol.md")
                    .isNotNull();
        }
        return Files.readString(directory.resolve("docs/protocol-clients.md"));
    }

    @Test
    void shouldListExactlyTheReasonsWhenClientAuthorsReadTheProtocol() throws IOException {
        assertThat(LISTED.matcher(protocolPage()).results().map(match -> match.group(1)))
                .containsExactlyInAnyOrderElementsOf(
                        Arrays.stream(RejectionReason.values()).map(Enum::name).toList());
    }

    @Test
    void shouldSayWhatToDoWhenAReasonIsListed() throws IOException {
        String page = protocolPage();
        for (RejectionReason reason : RejectionReason.values()) {
            Matcher paragraph =
                    Pattern.compile("(?s)\n- `" + reason + "`:(.*?)\n(- `|\n)").matcher(page);
            assertThat(paragraph.find()).as(reason.name()).isTrue();
            assertThat(paragraph.group(1)).as(reason.name()).contains("*Client:*");
        }
    }
}
