package dev.tributary.operator.topics;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tributary.federation.provisioning.ProvisioningPlan;
import dev.tributary.federation.settings.FederationSettings;
import dev.tributary.operator.command.TributaryCommand;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import picocli.CommandLine;
import picocli.CommandLine.Model.OptionSpec;

/** {@code docs/topics-and-access.md} and {@code docs/access.md} against the commands and their output. */
class TopicsDocumentTest {

    /** Explained in no page of its own. */
    private static final List<String> COMMON_OPTIONS = List.of("--help", "--version", "--verbose");

    private String document;

    @BeforeEach
    void readDocument() throws IOException {
        document = Files.readString(Path.of("../docs/topics-and-access.md"))
                + Files.readString(Path.of("../docs/access.md"));
    }

    @Test
    void shouldShowWhatThePlanPrints() {
        assertThat(document)
                .contains("```yaml\n" + TopicsFixtures.golden("federation.yaml") + "```")
                .contains("```text\n" + TopicsFixtures.golden("plan-sized.txt") + "```");
    }

    @Test
    void shouldNameEveryOption() {
        CommandLine topics = TributaryCommand.commandLine().getSubcommands().get("topics");

        assertThat(topics.getSubcommands().values()).allSatisfy(command -> {
            assertThat(document).contains("tributary topics " + command.getCommandName());
            assertThat(command.getCommandSpec().options().stream()
                            .map(OptionSpec::longestName)
                            .filter(name -> !COMMON_OPTIONS.contains(name)))
                    .allSatisfy(name -> assertThat(document).contains(name));
        });
    }

    @Test
    void shouldExplainEverySetting() {
        FederationSettings settings = FederationSettings.load(Path.of(TopicsFixtures.SETTINGS));

        assertThat(ProvisioningPlan.of(settings).specs())
                .allSatisfy(spec -> assertThat(spec.settings().keySet())
                        .allSatisfy(setting -> assertThat(document).contains("| `" + setting)));
    }
}
