package dev.tributary.federation.rendering;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tributary.federation.provisioning.ProvisioningPlan;
import dev.tributary.federation.settings.FederationSettings;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** Runs scripts with a real shell and a stand-in for Kafka's tools that prints the words it is called with. */
@DisabledOnOs(value = OS.WINDOWS, disabledReason = "the rendering is a shell script")
class KafkaScriptTest {

    private static final String PRINT_WORDS = "printf '%s\\n' \"$@\"";

    @TempDir
    private Path directory;

    @Test
    void shouldHandTheToolEachWordAsItWasMeant() throws IOException, InterruptedException {
        String principal = "User:CN=O'Neil $HOME `id` \"x\" \\, O=Acme";
        String script = new KafkaScript("test")
                .call("", "kafka-acls.sh", List.of("--add --allow-principal " + KafkaScript.quote(principal), "--x y"))
                .render();

        assertThat(run(script, "broker:9092", "client.properties"))
                .containsExactly(
                        "--bootstrap-server",
                        "broker:9092",
                        "--command-config",
                        "client.properties",
                        "--add",
                        "--allow-principal",
                        principal,
                        "--x",
                        "y");
    }

    @Test
    void shouldNeedNoPropertiesWhenTheClusterWantsNone() throws IOException, InterruptedException {
        String script = new KafkaScript("test")
                .call("", "kafka-acls.sh", List.of("--list"))
                .render();

        assertThat(run(script, "broker:9092", ""))
                .containsExactly("--bootstrap-server", "broker:9092", "--command-config", "/dev/null", "--list");
    }

    @Test
    void shouldSayWhatIsMissingWhenNoBrokerIsNamed() throws IOException, InterruptedException {
        String script = new KafkaScript("test")
                .call("", "kafka-acls.sh", List.of("--list"))
                .render();

        assertThat(run(script, "", "")).singleElement().asString().contains("BOOTSTRAP_SERVER");
    }

    @Test
    void shouldKeepAValueTogetherWhenItHasAComma() throws IOException, InterruptedException {
        ProvisioningPlan plan =
                ProvisioningPlan.of(FederationSettings.parse("federation: digits\nprivacy: {masking: off}"));
        tool("kafka-topics.sh", "");
        tool("kafka-configs.sh", PRINT_WORDS);

        assertThat(run(new KafkaTopicsScript(plan).render(), "broker:9092", "", "--alter"))
                .anyMatch(word -> word.startsWith("cleanup.policy=[compact,delete],"));
    }

    private void tool(String name, String line) throws IOException {
        Path tool = Files.writeString(directory.resolve(name), "#!/bin/sh\n" + line + "\n");
        assertThat(tool.toFile().setExecutable(true)).isTrue();
    }

    private List<String> run(String script, String server, String properties, String... arguments)
            throws IOException, InterruptedException {
        tool("kafka-acls.sh", PRINT_WORDS);
        List<String> command = new ArrayList<>(List.of(
                "sh", Files.writeString(directory.resolve("script"), script).toString()));
        command.addAll(List.of(arguments));
        ProcessBuilder builder = new ProcessBuilder(command);
        builder.environment().put("PATH", directory + ":" + System.getenv("PATH"));
        builder.environment().put("BOOTSTRAP_SERVER", server);
        builder.environment().put("CLIENT_PROPERTIES", properties);
        Process process = builder.redirectErrorStream(true).start();
        List<String> lines = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8)
                .lines()
                .toList();
        process.waitFor();
        return lines;
    }
}
