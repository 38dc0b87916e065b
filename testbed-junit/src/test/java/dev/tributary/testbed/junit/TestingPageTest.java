package dev.tributary.testbed.junit;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

/** {@code docs/testing-your-client.md} shows the example that runs here, and each thing that can be asked for. */
class TestingPageTest {

    private static final Path TOP = Path.of("").toAbsolutePath().getParent();

    @Test
    void shouldShowTheExampleThatRuns() throws IOException {
        String source = Files.readString(
                TOP.resolve("testbed-junit/src/test/java/dev/tributary/testbed/junit/OwnClientTest.java"));
        String example =
                source.substring(source.indexOf("import dev.tributary.client"), source.indexOf("// end::example[]"));

        assertThat(page()).contains("```java\n" + example + "```");
    }

    @Test
    void shouldNameEachElementOfTheAnnotation() throws IOException {
        String page = page();

        assertThat(FederationTest.class.getDeclaredMethods())
                .extracting(java.lang.reflect.Method::getName)
                .isNotEmpty()
                .allSatisfy(element -> assertThat(page).contains("| `" + element + "` |"));
        assertThat(Arrays.stream(BrokerKind.values()).map(Enum::name))
                .allSatisfy(kind -> assertThat(page).contains("`" + kind + "`"));
    }

    private static String page() throws IOException {
        return Files.readString(TOP.resolve("docs/testing-your-client.md"));
    }
}
