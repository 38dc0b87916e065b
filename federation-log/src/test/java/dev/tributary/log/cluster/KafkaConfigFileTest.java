package dev.tributary.log.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tributary.schemas.FederationException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class KafkaConfigFileTest {

    @TempDir
    private Path folder;

    @Test
    void shouldPassPropertiesThroughUntouched() throws IOException {
        Path file = file(
                """
                # comment
                bootstrap.servers=a:9092,b:9092
                sasl.jaas.config=org.example.Module required password="p=1 # ü";
                consumer.max.poll.records = 7
                tributary.plugin.properties=of.a.plug-in
                of.a.plug-in=${other:/x:y}
                """);

        assertThat(KafkaConfigFile.load(file, null))
                .isEqualTo(Map.of(
                        "bootstrap.servers", "a:9092,b:9092",
                        "sasl.jaas.config", "org.example.Module required password=\"p=1 # ü\";",
                        "consumer.max.poll.records", "7",
                        "tributary.plugin.properties", "of.a.plug-in",
                        "of.a.plug-in", "${other:/x:y}"));
    }

    @Test
    void shouldRefuseWhenNameIsUnknown() throws IOException {
        Path file = file("bootstrap.servers=a:1\nsecutiry.protocol=SASL_SSL");

        assertThatThrownBy(() -> KafkaConfigFile.load(file, null))
                .isInstanceOf(FederationException.class)
                .hasMessageStartingWith("secutiry.protocol (nearest: security.protocol) must be a property of Kafka");
    }

    @Test
    void shouldPreferTheCommandLineWhenBothNameTheServers() throws IOException {
        assertThat(KafkaConfigFile.load(file("bootstrap.servers=a:1"), "b:2"))
                .isEqualTo(Map.of("bootstrap.servers", "b:2"));
    }

    @Test
    void shouldNeedNoFileWhenTheCommandLineNamesTheServers() {
        Map<String, Object> config = KafkaConfigFile.load(null, "b:2");

        config.put("client.id", "the caller owns the map");

        assertThat(config).hasSize(2).containsEntry("bootstrap.servers", "b:2");
    }

    @Test
    void shouldRefuseWhenNothingNamesTheServers() throws IOException {
        Path file = file("client.id=x");

        assertThatThrownBy(() -> KafkaConfigFile.load(file, null))
                .isInstanceOf(FederationException.class)
                .hasMessage("bootstrap.servers must be given, by --bootstrap-server or in the file of --kafka-config");
    }

    @Test
    void shouldRefuseInOneLineWhenTheFileIsMissing() {
        Path file = folder.resolve("absent.properties");

        assertThatThrownBy(() -> KafkaConfigFile.load(file, "b:2"))
                .isInstanceOf(FederationException.class)
                .hasMessage("--kafka-config must be a readable properties file, was " + file);
    }

    @Test
    void shouldRefuseInOneLineWhenTheFileIsNoText() throws IOException {
        Path binary = folder.resolve("binary.properties");
        Files.write(binary, new byte[] {(byte) 0xFF, (byte) 0xFE, 'a'});
        Path badEscape = file("a=\\u00zz");

        assertThatThrownBy(() -> KafkaConfigFile.load(folder, "b:2"))
                .isInstanceOf(FederationException.class)
                .hasMessage("--kafka-config must be a readable properties file, was " + folder);
        assertThatThrownBy(() -> KafkaConfigFile.load(binary, "b:2"))
                .isInstanceOf(FederationException.class)
                .hasMessage(
                        "--kafka-config: " + binary + " must be text in UTF-8, was UTF-16 or UTF-32; save it as UTF-8");
        assertThatThrownBy(() -> KafkaConfigFile.load(badEscape, "b:2"))
                .isInstanceOf(FederationException.class)
                .hasMessageStartingWith("--kafka-config: " + badEscape + " must be a properties file, was not: ");
    }

    @Test
    void shouldEncryptWhenFileBeginsWithByteOrderMark() throws IOException {
        Path file = file("\uFEFFsecurity.protocol=SASL_SSL");

        assertThat(KafkaConfigFile.load(file, "b:2")).containsEntry("security.protocol", "SASL_SSL");
    }

    @Test
    void shouldRefuseWhenPropertyStandsTwice() throws IOException {
        Path file = file("security.protocol=SASL_SSL\nsecurity.protocol=PLAINTEXT");

        assertThatThrownBy(() -> KafkaConfigFile.load(file, "b:2"))
                .isInstanceOf(FederationException.class)
                .hasMessageContaining("security.protocol must stand once, stands twice");
    }

    private Path file(String text) throws IOException {
        return Files.writeString(folder.resolve("client.properties"), text);
    }
}
