package dev.tributary.e2e.containers;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tributary.client.command.ClientMain;
import dev.tributary.federation.access.AccessRole;
import dev.tributary.operator.command.TributaryCommand;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.testcontainers.junit.jupiter.Testcontainers;

/** SASL/OAUTHBEARER over TLS: tokens of an identity provider, which the broker checks with the provider's public key. */
@Testcontainers(disabledWithoutDocker = true)
@Tag("container")
class OAuthBearerIT {

    private static final String KEYSTORE = "/tmp/tributary/keystore.p12";
    private static final String LOGIN = "org.apache.kafka.common.security.oauthbearer.OAuthBearerLoginModule required;";
    private static final String ALLOWED_URLS = "org.apache.kafka.sasl.oauthbearer.allowed.urls";
    private static final String SECRET_VARIABLE = "OAUTH_SECRET";
    private static final String ADMIN = "admin";

    @TempDir
    private static Path directory;

    private static Certificates certificates;
    private static TokenServer tokens;
    private static KafkaNode kafka;
    private static GuardedFederation federation;

    @BeforeAll
    static void startFederation() throws IOException {
        certificates = new Certificates(directory);
        certificates.issue("broker", "CN=broker");
        tokens = new TokenServer(Clock.systemUTC(), ADMIN, "operator", "aggregator", "client");
        // Kafka takes tokens from no address but these, here and in the processes.
        System.setProperty(ALLOWED_URLS, tokenUrl());
        kafka = KafkaNode.start(security());
        writeProperties(AccessRole.OPERATOR, fromFile(AccessRole.OPERATOR));
        writeProperties(AccessRole.CLIENT, fromFile(AccessRole.CLIENT));
        writeProperties(AccessRole.AGGREGATOR, "${env:" + SECRET_VARIABLE + "}");
        Grants.create(kafka.adminConfig(), GuardedFederation.TOPICS, role -> "User:" + GuardedFederation.name(role));
        federation = new GuardedFederation(directory, "-D" + ALLOWED_URLS + "=" + tokenUrl());
        federation.prepare();
    }

    @AfterAll
    static void stopFederation() {
        System.clearProperty(ALLOWED_URLS);
        federation.close();
        kafka.close();
        tokens.close();
    }

    private static String tokenUrl() {
        return tokens.url("localhost", "/token");
    }

    private static BrokerSecurity security() throws IOException {
        String keysUrl = tokens.url(KafkaNode.HOST_FROM_WITHIN, "/keys");
        Map<String, String> settings = new HashMap<>();
        settings.put("authorizer.class.name", "org.apache.kafka.metadata.authorizer.StandardAuthorizer");
        settings.put("allow.everyone.if.no.acl.found", "false");
        settings.put("super.users", "User:ANONYMOUS;User:" + ADMIN);
        settings.put("sasl.enabled.mechanisms", "OAUTHBEARER");
        settings.put("sasl.oauthbearer.jwks.endpoint.url", keysUrl);
        settings.put("sasl.oauthbearer.expected.audience", TokenServer.AUDIENCE);
        settings.put("sasl.oauthbearer.expected.issuer", TokenServer.ISSUER);
        for (String listener : List.of("host", "internal")) {
            String prefix = "listener.name." + listener + ".oauthbearer.sasl.";
            settings.put(prefix + "jaas.config", LOGIN);
            settings.put(
                    prefix + "server.callback.handler.class",
                    "org.apache.kafka.common.security.oauthbearer.OAuthBearerValidatorCallbackHandler");
        }
        settings.put("ssl.keystore.type", "PKCS12");
        settings.put("ssl.keystore.location", KEYSTORE);
        settings.put("ssl.keystore.password", certificates.password("broker"));
        Map<String, byte[]> files = Map.of(KEYSTORE, Files.readAllBytes(certificates.keystore("broker")));
        return new BrokerSecurity(
                "SASL_SSL", Map.of(), files, settings, adminConfig(), "-D" + ALLOWED_URLS + "=" + keysUrl);
    }

    private static Map<String, Object> adminConfig() {
        return Map.of(
                "security.protocol",
                "SASL_SSL",
                "ssl.truststore.type",
                "PEM",
                "ssl.truststore.location",
                certificates.authority().toString(),
                "sasl.mechanism",
                "OAUTHBEARER",
                "sasl.jaas.config",
                LOGIN,
                "sasl.login.callback.handler.class",
                "org.apache.kafka.common.security.oauthbearer.OAuthBearerLoginCallbackHandler",
                "sasl.oauthbearer.token.endpoint.url",
                tokenUrl(),
                "sasl.oauthbearer.client.credentials.client.id",
                ADMIN,
                "sasl.oauthbearer.client.credentials.client.secret",
                tokens.secret(ADMIN));
    }

    private static String fromFile(AccessRole role) {
        String name = GuardedFederation.name(role);
        Path file = directory.resolve(name + ".secret");
        GuardedFederation.write(file, "secret=" + tokens.secret(name) + "\n");
        return "${file:" + file + ":secret}";
    }

    private static void writeProperties(AccessRole role, String secretReference) {
        String name = GuardedFederation.name(role);
        GuardedFederation.write(
                directory.resolve(name + ".properties"),
                """
                bootstrap.servers=%s
                security.protocol=SASL_SSL
                ssl.truststore.type=PEM
                ssl.truststore.location=%s
                sasl.mechanism=OAUTHBEARER
                sasl.jaas.config=%s
                sasl.login.callback.handler.class=\
                org.apache.kafka.common.security.oauthbearer.OAuthBearerLoginCallbackHandler
                sasl.oauthbearer.token.endpoint.url=%s
                sasl.oauthbearer.client.credentials.client.id=%s
                sasl.oauthbearer.client.credentials.client.secret=%s
                sasl.oauthbearer.scope=kafka
                config.providers=file,env
                config.providers.file.class=org.apache.kafka.common.config.provider.FileConfigProvider
                config.providers.env.class=org.apache.kafka.common.config.provider.EnvVarConfigProvider
                """
                        .formatted(
                                kafka.bootstrapServers(),
                                certificates.authority(),
                                LOGIN,
                                tokenUrl(),
                                name,
                                secretReference));
    }

    @Test
    void shouldCloseRoundsAndTellNoSecretWhenEachProcessHasATokenOfItsOwn() {
        federation.requireRounds(Map.of(SECRET_VARIABLE, tokens.secret("aggregator")));

        String everything = federation.everything();
        assertThat(tokens.issued()).hasSizeGreaterThan(3);
        assertThat(everything)
                .contains("sasl.oauthbearer.client.credentials.client.secret = [hidden]")
                .doesNotContain(tokens.secret("operator"))
                .doesNotContain(tokens.secret("aggregator"))
                .doesNotContain(tokens.secret("client"));
        assertThat(tokens.issued()).allSatisfy(token -> assertThat(everything).doesNotContain(token));
    }

    @Test
    void shouldRefuseClientWhenItDoesWhatTheOperatorDoes() {
        int exitCode = federation.run(
                AccessRole.CLIENT,
                ClientMain.class,
                "model init --architecture mlp --federation " + GuardedFederation.NAME);

        assertThat(exitCode).isEqualTo(2);
        assertThat(federation.lastErrors()).singleElement().asString().contains("tributary topics acls");
    }

    @Test
    void shouldTellNoSecretWhenTheSecretIsWrong() throws IOException {
        String wrong = Files.readString(directory.resolve("operator.properties"))
                .replaceAll("(?m)^(sasl.oauthbearer.client.credentials.client.secret)=.*$", "$1=let-me-in");
        GuardedFederation.write(directory.resolve("observer.properties"), wrong);

        int exitCode = federation.run(
                AccessRole.OBSERVER, TributaryCommand.class, "topics check --verbose --settings federation.yaml");

        assertThat(exitCode).isEqualTo(2);
        assertThat(federation.lastErrors())
                .singleElement()
                .asString()
                .contains("401")
                .contains("sasl.oauthbearer");
        assertThat(federation.everything()).doesNotContain("let-me-in");
    }
}
