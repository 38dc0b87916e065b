package dev.tributary.e2e.containers;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tributary.federation.access.AccessRole;
import dev.tributary.operator.command.TributaryCommand;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.TopicAuthorizationException;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.testcontainers.junit.jupiter.Testcontainers;

/** TLS in which each side shows a certificate: the client's distinguished name is its principal. */
@Testcontainers(disabledWithoutDocker = true)
@Tag("container")
class MutualTlsIT {

    private static final String KEYSTORE = "/tmp/tributary/keystore.p12";
    private static final String TRUSTSTORE = "/tmp/tributary/authority.pem";
    private static final String PASSWORD_VARIABLE = "KEYSTORE_PASSWORD";
    private static final String ADMIN = "admin";

    @TempDir
    private static Path directory;

    private static Certificates certificates;
    private static KafkaNode kafka;
    private static GuardedFederation federation;

    @BeforeAll
    static void startFederation() throws IOException {
        certificates = new Certificates(directory);
        certificates.issue("broker", "CN=broker");
        certificates.issue(ADMIN, distinguishedName(ADMIN));
        for (AccessRole role : List.of(AccessRole.OPERATOR, AccessRole.AGGREGATOR, AccessRole.CLIENT)) {
            certificates.issue(GuardedFederation.name(role), distinguishedName(GuardedFederation.name(role)));
        }
        kafka = KafkaNode.start(security());
        writeProperties(AccessRole.OPERATOR, fromFile(AccessRole.OPERATOR));
        writeProperties(AccessRole.CLIENT, fromFile(AccessRole.CLIENT));
        writeProperties(AccessRole.AGGREGATOR, "${env:" + PASSWORD_VARIABLE + "}");
        Grants.create(
                kafka.adminConfig(),
                GuardedFederation.TOPICS,
                role -> "User:" + distinguishedName(GuardedFederation.name(role)));
        federation = new GuardedFederation(directory, "");
        federation.prepare();
    }

    @AfterAll
    static void stopFederation() {
        federation.close();
        kafka.close();
    }

    private static String distinguishedName(String name) {
        return "CN=" + name + ",O=Tributary";
    }

    private static BrokerSecurity security() throws IOException {
        Map<String, String> settings = new HashMap<>();
        settings.put("authorizer.class.name", "org.apache.kafka.metadata.authorizer.StandardAuthorizer");
        settings.put("allow.everyone.if.no.acl.found", "false");
        // User names hold commas and equals signs, so they are parted by semicolons.
        settings.put("super.users", "User:ANONYMOUS;User:" + distinguishedName(ADMIN));
        settings.put("ssl.client.auth", "required");
        settings.put("ssl.keystore.type", "PKCS12");
        settings.put("ssl.keystore.location", KEYSTORE);
        settings.put("ssl.keystore.password", certificates.password("broker"));
        settings.put("ssl.truststore.type", "PEM");
        settings.put("ssl.truststore.location", TRUSTSTORE);
        Map<String, byte[]> files = Map.of(
                KEYSTORE, Files.readAllBytes(certificates.keystore("broker")),
                TRUSTSTORE, Files.readAllBytes(certificates.authority()));
        return new BrokerSecurity("SSL", Map.of(), files, settings, adminConfig(), "");
    }

    private static Map<String, Object> adminConfig() {
        return Map.of(
                "security.protocol",
                "SSL",
                "ssl.truststore.type",
                "PEM",
                "ssl.truststore.location",
                certificates.authority().toString(),
                "ssl.keystore.type",
                "PKCS12",
                "ssl.keystore.location",
                certificates.keystore(ADMIN).toString(),
                "ssl.keystore.password",
                certificates.password(ADMIN));
    }

    private static String fromFile(AccessRole role) {
        String name = GuardedFederation.name(role);
        Path file = directory.resolve(name + ".secret");
        GuardedFederation.write(file, "password=" + certificates.password(name) + "\n");
        return "${file:" + file + ":password}";
    }

    private static void writeProperties(AccessRole role, String passwordReference) {
        String name = GuardedFederation.name(role);
        GuardedFederation.write(
                directory.resolve(name + ".properties"),
                """
                bootstrap.servers=%s
                security.protocol=SSL
                ssl.truststore.type=PEM
                ssl.truststore.location=%s
                ssl.keystore.type=PKCS12
                ssl.keystore.location=%s
                ssl.keystore.password=%s
                config.providers=file,env
                config.providers.file.class=org.apache.kafka.common.config.provider.FileConfigProvider
                config.providers.env.class=org.apache.kafka.common.config.provider.EnvVarConfigProvider
                """
                        .formatted(
                                kafka.bootstrapServers(),
                                certificates.authority(),
                                certificates.keystore(name),
                                passwordReference));
    }

    @Test
    void shouldCloseRoundsAndTellNoSecretWhenEachProcessHasACertificateOfItsOwn() {
        federation.requireRounds(Map.of(PASSWORD_VARIABLE, certificates.password("aggregator")));

        assertThat(federation.everything())
                .contains("ssl.keystore.password = [hidden]")
                .doesNotContain(certificates.password("operator"))
                .doesNotContain(certificates.password("aggregator"))
                .doesNotContain(certificates.password("client"));
    }

    @Test
    void shouldRefuseClientWhenItReadsUpdates() {
        TopicPartition updates = new TopicPartition(GuardedFederation.TOPICS.updates(), 0);
        try (KafkaConsumer<byte[], byte[]> consumer = new KafkaConsumer<>(
                federation.config(AccessRole.CLIENT), new ByteArrayDeserializer(), new ByteArrayDeserializer())) {
            consumer.assign(List.of(updates));
            consumer.seek(updates, 0);

            assertThatThrownBy(() -> consumer.poll(Duration.ofSeconds(20)))
                    .isInstanceOf(TopicAuthorizationException.class);
        }
    }

    @Test
    void shouldNameTheKeystoreWhenNoCertificateIsShown() throws IOException {
        String bare =
                Files.readString(directory.resolve("operator.properties")).replaceAll("(?m)^ssl.keystore.*\n", "");
        GuardedFederation.write(directory.resolve("observer.properties"), bare);

        int exitCode =
                federation.run(AccessRole.OBSERVER, TributaryCommand.class, "topics check --settings federation.yaml");

        assertThat(exitCode).isEqualTo(2);
        assertThat(federation.lastErrors()).singleElement().asString().contains("ssl.keystore.location");
    }

    @Test
    void shouldTellNoSecretWhenThePasswordOfTheKeystoreIsWrong() throws IOException {
        String wrong = Files.readString(directory.resolve("operator.properties"))
                .replaceAll("(?m)^ssl.keystore.password=.*$", "ssl.keystore.password=let-me-in");
        GuardedFederation.write(directory.resolve("observer.properties"), wrong);

        int exitCode = federation.run(
                AccessRole.OBSERVER, TributaryCommand.class, "topics check --verbose --settings federation.yaml");

        assertThat(exitCode).isEqualTo(2);
        assertThat(federation.lastErrors()).singleElement().asString().contains("keystore");
        assertThat(federation.everything()).doesNotContain("let-me-in");
    }
}
