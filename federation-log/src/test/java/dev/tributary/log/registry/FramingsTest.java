package dev.tributary.log.registry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tributary.schemas.FederationException;
import dev.tributary.schemas.framing.RecordFraming;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class FramingsTest {

    private static final String URL = "tributary.registry.url";
    private static final String HERE = "http://127.0.0.1:1";
    private static final String USER_INFO = "tributary.registry.basic.auth.user.info";
    private static final String TOKEN = "tributary.registry.bearer.auth.token";

    @Test
    void shouldNeedNoRegistryWhenNothingIsSaid() {
        assertThat(Framings.of(Map.of("bootstrap.servers", "a:1"))).isSameAs(Framings.SINGLE_OBJECT);
        assertThat(Framings.of(Map.of("tributary.serde", "single-object"))).isSameAs(Framings.SINGLE_OBJECT);
    }

    @Test
    void shouldAskNothingAtTheStartWhenNoIdsAreWritten() {
        Framings.of(Map.of(URL, HERE)).requireIds(RecordFraming.schemas());
    }

    @Test
    void shouldRefuseToStartWhenIdsAreWrittenAndTheRegistryDoesNotAnswer() {
        Framings framings = Framings.of(Map.of(URL, HERE, "tributary.serde", "confluent"));

        assertThatThrownBy(() -> framings.requireIds(RecordFraming.schemas()))
                .isInstanceOf(FederationException.class)
                .hasMessage(
                        "registry http://127.0.0.1:1 did not answer: could not connect; see tributary.registry.url of"
                                + " --kafka-config");
    }

    static Stream<Arguments> wrong() {
        return Stream.of(
                Arguments.of(
                        Map.of("tributary.serde", "avro"),
                        "tributary.serde must be one of [single-object, confluent], was avro"),
                Arguments.of(
                        Map.of("tributary.serde", "confluent"),
                        "tributary.registry.url must be given when tributary.serde is confluent, was not"),
                Arguments.of(
                        Map.of("tributary.registry.ulr", HERE),
                        "tributary.registry.ulr must be a known property; known here: ["),
                Arguments.of(Map.of(URL, "ftp://host"), "tributary.registry.url must be one http or https URL"),
                Arguments.of(
                        Map.of(URL, "http://ann:secret@host"), "tributary.registry.url must be one http or https URL"),
                Arguments.of(
                        Map.of(URL, "http://a:1,http://b:1"), "tributary.registry.url must be one http or https URL"),
                Arguments.of(
                        Map.of(URL, HERE, USER_INFO, "a:b", TOKEN, "c"),
                        USER_INFO + " and " + TOKEN + " must not both be given, were"),
                Arguments.of(
                        Map.of(URL, HERE, USER_INFO, "ann"), USER_INFO + " must be user:password, was without a colon"),
                Arguments.of(
                        Map.of(URL, HERE, TOKEN, "a\nb"), TOKEN + " must be printable ASCII without spaces, was not"),
                Arguments.of(
                        Map.of(URL, HERE, TOKEN, "${env:T}"),
                        TOKEN + " must be known to a provider of config.providers, was ${env:T}"),
                Arguments.of(
                        Map.of(URL, HERE, "tributary.registry.timeout.ms", "99"),
                        "tributary.registry.timeout.ms must be a whole number from 100 to 60000, was 99"),
                Arguments.of(
                        Map.of(URL, HERE, "tributary.registry.auto.register", "yes"),
                        "tributary.registry.auto.register must be true or false, was yes"),
                Arguments.of(
                        Map.of(URL, HERE, "config.providers", "x", "config.providers.x.class", "no.Such"),
                        "--kafka-config must hold settings that Kafka accepts: "));
    }

    @ParameterizedTest(name = "{1}")
    @MethodSource("wrong")
    void shouldNameThePropertyWhenItIsOutOfItsBounds(Map<String, String> properties, String expected) {
        assertThatThrownBy(() -> Framings.of(properties))
                .isInstanceOf(FederationException.class)
                .hasMessageStartingWith(expected)
                .message()
                .doesNotContain("secret");
    }

    @Test
    void shouldTakeSecretsFromAProviderAndPrintNone(@TempDir Path directory) throws Exception {
        Path secrets = Files.writeString(directory.resolve("secrets.properties"), "token=T0P\n");
        Map<String, String> properties = Map.of(
                URL,
                HERE,
                TOKEN,
                "${file:" + secrets + ":token}",
                "config.providers",
                "file",
                "config.providers.file.class",
                "org.apache.kafka.common.config.provider.FileConfigProvider");

        RegistrySettings settings = Framings.requireRegistry(properties);

        assertThat(settings.authorization()).contains("Bearer T0P");
        assertThat(settings).asString().isEqualTo("RegistrySettings[" + HERE + "]");
    }

    @Test
    void shouldTakeSecretsFromTheEnvironment() {
        Map.Entry<String, String> variable = System.getenv().entrySet().stream()
                .filter(entry -> entry.getValue().matches("[\\x21-\\x7e]+"))
                .findFirst()
                .orElseThrow();

        RegistrySettings settings = Framings.requireRegistry(Map.of(
                URL,
                HERE,
                TOKEN,
                "${env:" + variable.getKey() + "}",
                "config.providers",
                "env",
                "config.providers.env.class",
                "org.apache.kafka.common.config.provider.EnvVarConfigProvider"));

        assertThat(settings.authorization()).contains("Bearer " + variable.getValue());
    }

    @Test
    void shouldLeaveKafkaItsOwnProperties() {
        assertThat(Framings.kafkaOnly(Map.of("a", 1, URL, HERE, "tributary.serde", "confluent")))
                .isEqualTo(Map.of("a", 1));
    }
}
