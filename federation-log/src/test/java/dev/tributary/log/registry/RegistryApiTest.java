package dev.tributary.log.registry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsServer;
import dev.tributary.schemas.FederationException;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import org.apache.kafka.common.config.ConfigDef;
import org.apache.kafka.common.config.SslConfigs;
import org.apache.kafka.common.security.ssl.DefaultSslEngineFactory;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RegistryApiTest {

    private static final String PASSWORD = "open-sesame";

    private ScriptedRegistry registry;

    @BeforeEach
    void start() throws IOException {
        registry = new ScriptedRegistry();
    }

    @AfterEach
    void stop() {
        registry.close();
    }

    private static RegistryApi api(String url, Map<String, ?> more) {
        Map<String, Object> properties = new HashMap<>(more);
        properties.put("tributary.registry.url", url);
        return new RegistryApi(Framings.requireRegistry(properties));
    }

    private RegistryApi api() {
        return api(registry.url(), Map.of());
    }

    @Test
    void shouldGiveUpWhenAnAnswerDoesNotEnd() {
        registry.hangOn("GET /schemas/ids/1");
        long began = System.nanoTime();

        RegistryApi impatient = api(registry.url(), Map.of("tributary.registry.timeout.ms", "300"));

        assertThatThrownBy(() -> impatient.schema(1))
                .isInstanceOf(RegistryFailure.class)
                .hasMessage("registry " + registry.url() + " did not answer within 300 ms");
        assertThat(Duration.ofNanos(System.nanoTime() - began)).isLessThan(Duration.ofSeconds(5));
    }

    @Test
    void shouldRefuseWhenAnAnswerIsTooLong() {
        registry.on("GET /schemas/ids/1", 200, "\"" + "x".repeat(RegistryApi.MOST_ANSWER_BYTES) + "\"");

        assertThatThrownBy(() -> api(registry.url(), Map.of()).schema(1))
                .isInstanceOf(RegistryFailure.class)
                .hasMessage("registry " + registry.url() + " did not answer: answer must have at most 1048576 bytes");
    }

    @Test
    void shouldSayWhoseCredentialsAreWrongWhenTheyAreRefused() {
        registry.on("GET /schemas/ids/1", 401, "{\"error_code\":401,\"message\":\"Unauthorized\"}");

        assertThatThrownBy(() -> api().schema(1))
                .isInstanceOf(RegistryFailure.class)
                .hasMessage("registry " + registry.url() + " answered 401: Unauthorized; see"
                        + " tributary.registry.basic.auth.user.info and tributary.registry.bearer.auth.token of"
                        + " --kafka-config");
    }

    @Test
    void shouldAskWhetherItIsARegistryWhenItDoesNotSpeakTheApi() {
        registry.on("GET /schemas/ids/1", 404, "<html>")
                .on("GET /schemas/ids/2", 200, "<html>")
                .on("POST /subjects/s", 200, "{}")
                .on("GET /schemas/ids/4", 302, "");

        assertThatThrownBy(() -> api().schema(1))
                .hasMessageEndingWith("answered 404; is it a Confluent-compatible" + " registry's API?");
        assertThatThrownBy(() -> api().schema(2)).hasMessageContaining("not JSON; is it a Confluent-compatible");
        assertThatThrownBy(() -> api().lookUp("s", "")).hasMessageContaining("without an id; is it a Confluent-");
        assertThatThrownBy(() -> api().schema(4)).hasMessageEndingWith("answered 302");
        assertThat(registry.asked()).doesNotContain("GET /elsewhere");
    }

    @Test
    void shouldSendCredentialsWhenGiven() throws Exception {
        registry.holds(1, "\"string\"");

        api().schema(1);
        api(registry.url(), Map.of("tributary.registry.basic.auth.user.info", "ann:secret"))
                .schema(1);
        api(registry.url() + "/", Map.of("tributary.registry.bearer.auth.token", "t.o.k"))
                .schema(1);

        assertThat(registry.authorizations()).containsExactly("", "Basic YW5uOnNlY3JldA==", "Bearer t.o.k");
    }

    @Test
    void shouldTrustWhatTheTruststoreSaysWhenTheRegistryHasTls(@TempDir Path directory) throws Exception {
        Path store = selfSigned(directory);
        try (ScriptedRegistry secured = new ScriptedRegistry(httpsServer(store))) {
            secured.holds(1, "\"string\"");
            String url = "https://localhost:" + secured.port();
            Map<String, String> truststore = Map.of(
                    "tributary.registry.ssl.truststore.location",
                    store.toString(),
                    "tributary.registry.ssl.truststore.type",
                    "PKCS12",
                    "tributary.registry.ssl.truststore.password",
                    PASSWORD);

            assertThat(api(url, truststore).schema(1)).isEqualTo("\"string\"");
            assertThatThrownBy(() -> api(url, Map.of()).schema(1))
                    .isInstanceOf(RegistryFailure.class)
                    .hasMessageContaining("unable to find valid certification path");
        }
    }

    @Test
    void shouldNameTheSettingsWhenTheTruststoreCannotBeRead() {
        Map<String, String> wrong = Map.of("tributary.registry.ssl.truststore.location", "/no/such/store.p12");

        assertThatThrownBy(() -> api("https://localhost:1", wrong))
                .isInstanceOf(FederationException.class)
                .hasMessageStartingWith("tributary.registry.ssl.* must be settings that Kafka accepts: ");
    }

    private static HttpsServer httpsServer(Path store) throws IOException {
        HttpsServer server = HttpsServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        DefaultSslEngineFactory factory = new DefaultSslEngineFactory();
        ConfigDef known = new ConfigDef();
        SslConfigs.addClientSslSupport(known);
        factory.configure(known.parse(Map.of(
                "ssl.keystore.location",
                store.toString(),
                "ssl.keystore.type",
                "PKCS12",
                "ssl.keystore.password",
                PASSWORD)));
        server.setHttpsConfigurator(new HttpsConfigurator(factory.sslContext()));
        return server;
    }

    private static Path selfSigned(Path directory) throws Exception {
        Path store = directory.resolve("store.p12");
        Process keytool = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "keytool")
                                .toString(),
                        "-genkeypair",
                        "-alias",
                        "registry",
                        "-keyalg",
                        "EC",
                        "-dname",
                        "CN=localhost",
                        "-ext",
                        "SAN=dns:localhost",
                        "-storetype",
                        "PKCS12",
                        "-keystore",
                        store.toString(),
                        "-storepass",
                        PASSWORD)
                .redirectErrorStream(true)
                .start();
        assertThat(keytool.waitFor()).isZero();
        return store;
    }
}
