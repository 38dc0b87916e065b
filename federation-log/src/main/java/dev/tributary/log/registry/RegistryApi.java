package dev.tributary.log.registry;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.MissingNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tributary.schemas.FederationException;
import java.io.IOException;
import java.net.ConnectException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.config.ConfigDef;
import org.apache.kafka.common.config.ConfigException;
import org.apache.kafka.common.config.SslConfigs;
import org.apache.kafka.common.security.ssl.DefaultSslEngineFactory;

/**
 * A Confluent-compatible registry's REST API: one HTTP call each, with a bound on time and on the answer's length, no
 * retries, no redirects. Thread-safe.
 */
final class RegistryApi {

    /** Far above any schema of ours (10 KiB). */
    static final int MOST_ANSWER_BYTES = 1 << 20;

    private static final String JSON_TYPE = "application/vnd.schemaregistry.v1+json";
    /** Codes of absence begin with it: 40401 for a subject, 40403 for a schema. */
    private static final int LEAST_ERROR_CODE = 40400;

    private static final ObjectMapper JSON = new ObjectMapper();

    private final RegistrySettings settings;
    private final HttpClient http;

    /**
     * @param settings where it is
     * @throws FederationException if the settings of TLS are wrong
     */
    RegistryApi(RegistrySettings settings) {
        this.settings = settings;
        HttpClient.Builder builder = HttpClient.newBuilder()
                .version(HttpClient.Version.HTTP_1_1)
                .followRedirects(HttpClient.Redirect.NEVER)
                .connectTimeout(settings.timeout());
        if (!settings.ssl().isEmpty()) {
            builder.sslContext(sslContext());
        }
        this.http = builder.build();
    }

    private javax.net.ssl.SSLContext sslContext() {
        ConfigDef known = new ConfigDef();
        SslConfigs.addClientSslSupport(known);
        DefaultSslEngineFactory factory = new DefaultSslEngineFactory();
        try {
            Map<String, Object> ssl = new HashMap<>(known.parse(settings.ssl()));
            factory.configure(ssl);
            return factory.sslContext();
        } catch (ConfigException e) {
            throw wrongTls(e);
        } catch (KafkaException e) {
            throw wrongTls(e.getCause() == null ? e : e.getCause());
        }
    }

    private static FederationException wrongTls(Throwable cause) {
        return new FederationException(
                RegistrySettings.SSL_PREFIX + "ssl.* must be settings that Kafka accepts: "
                        + OneLine.of(cause.getMessage()),
                cause);
    }

    RegistrySettings settings() {
        return settings;
    }

    /** Looks for a schema under a subject by its content; returns its id. */
    int lookUp(String subject, String schema) throws RegistryFailure {
        return id(send("POST", "/subjects/" + encoded(subject), body("schema", schema)));
    }

    /** Registers a schema under a subject, unless it is there; returns its id. */
    int register(String subject, String schema) throws RegistryFailure {
        return id(send("POST", "/subjects/" + encoded(subject) + "/versions", body("schema", schema)));
    }

    /** Numbers of a subject's versions, in order. */
    int[] versions(String subject) throws RegistryFailure {
        JsonNode answer = send("GET", "/subjects/" + encoded(subject) + "/versions", null);
        int[] versions = new int[answer.size()];
        for (int i = 0; i < versions.length; i++) {
            versions[i] = answer.path(i).asInt();
        }
        return versions;
    }

    /** One version of a subject. */
    Version version(String subject, int number) throws RegistryFailure {
        JsonNode answer = send("GET", "/subjects/" + encoded(subject) + "/versions/" + number, null);
        return new Version(id(answer), schema(answer));
    }

    /**
     * A version of a subject.
     *
     * @param id     of its schema
     * @param schema its text
     */
    record Version(int id, String schema) {}

    /** The text of the schema with an id. */
    String schema(int id) throws RegistryFailure {
        return schema(send("GET", "/schemas/ids/" + Integer.toUnsignedString(id), null));
    }

    /** How versions of a subject must be compatible, as the subject itself says; empty if it does not. */
    String compatibility(String subject) throws RegistryFailure {
        try {
            return send("GET", "/config/" + encoded(subject), null)
                    .path("compatibilityLevel")
                    .asText();
        } catch (RegistryFailure e) {
            if (e.isAbsence()) {
                return "";
            }
            throw e;
        }
    }

    /** Says how versions of a subject must be compatible. */
    void setCompatibility(String subject, String level) throws RegistryFailure {
        send("PUT", "/config/" + encoded(subject), body("compatibility", level));
    }

    private int id(JsonNode answer) throws RegistryFailure {
        JsonNode id = answer.path("id");
        if (!id.canConvertToInt() || !id.isIntegralNumber()) {
            throw failure(0, "answered without an id; is it a Confluent-compatible registry's API?", null);
        }
        return id.intValue();
    }

    private String schema(JsonNode answer) throws RegistryFailure {
        JsonNode type = answer.path("schemaType");
        if (!answer.path("schema").isTextual()
                || (type.isTextual() && !type.textValue().equals("AVRO"))) {
            throw failure(404, "has no Avro schema there", null);
        }
        return answer.path("schema").textValue();
    }

    private static ObjectNode body(String name, String value) {
        return JsonNodeFactory.instance.objectNode().put(name, value);
    }

    private static String encoded(String subject) {
        return URLEncoder.encode(subject, StandardCharsets.UTF_8);
    }

    private JsonNode send(String method, String path, JsonNode body) throws RegistryFailure {
        HttpResponse<byte[]> answer = exchange(request(method, path, body));
        if (answer.statusCode() / 100 != 2) {
            throw refused(answer);
        }
        try {
            return JSON.readTree(answer.body());
        } catch (IOException e) {
            throw failure(0, "answered with what is not JSON; is it a Confluent-compatible registry's API?", e);
        }
    }

    private HttpRequest request(String method, String path, JsonNode body) {
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(settings.url() + path))
                .header("Accept", JSON_TYPE + ", application/json")
                .method(
                        method,
                        body == null
                                ? HttpRequest.BodyPublishers.noBody()
                                : HttpRequest.BodyPublishers.ofString(body.toString()));
        if (body != null) {
            request.header("Content-Type", JSON_TYPE);
        }
        settings.authorization().ifPresent(value -> request.header("Authorization", value));
        return request.build();
    }

    /** The time counts to the last byte of the body: a request's own timeout ends with the headers. */
    private HttpResponse<byte[]> exchange(HttpRequest request) throws RegistryFailure {
        CompletableFuture<HttpResponse<byte[]>> answer =
                http.sendAsync(request, headers -> new BoundedBody(MOST_ANSWER_BYTES));
        try {
            return answer.get(settings.timeout().toMillis(), TimeUnit.MILLISECONDS);
        } catch (TimeoutException e) {
            answer.cancel(true);
            throw failure(0, "did not answer within " + settings.timeout().toMillis() + " ms", e);
        } catch (ExecutionException e) {
            throw failure(0, "did not answer: " + reason(e.getCause()), e);
        } catch (InterruptedException e) {
            answer.cancel(true);
            Thread.currentThread().interrupt();
            throw failure(0, "was not waited for: interrupted", e);
        }
    }

    private static String reason(Throwable thrown) {
        Throwable root = thrown;
        while (root.getCause() != null) {
            if (root instanceof ConnectException) {
                // Java says no more than that a channel is closed.
                return "could not connect";
            }
            root = root.getCause();
        }
        return root.getMessage() == null ? root.getClass().getSimpleName() : OneLine.of(root.getMessage());
    }

    private RegistryFailure refused(HttpResponse<byte[]> answer) {
        int status = answer.statusCode();
        JsonNode error = error(answer.body());
        String message = error.path("message").asText();
        String said = "answered " + status + (message.isEmpty() ? "" : ": " + OneLine.of(message));
        if (status == 401 || status == 403) {
            said += "; see " + RegistrySettings.USER_INFO + " and " + RegistrySettings.TOKEN + " of --kafka-config";
        } else if (status == 404 && error.path("error_code").asInt() < LEAST_ERROR_CODE) {
            // Not an absent schema: nobody speaks this API there.
            return failure(0, said + "; is it a Confluent-compatible registry's API?", null);
        }
        return failure(status, said, null);
    }

    private static JsonNode error(byte[] body) {
        try {
            JsonNode error = JSON.readTree(body);
            return error == null ? MissingNode.getInstance() : error;
        } catch (IOException e) {
            return MissingNode.getInstance();
        }
    }

    private RegistryFailure failure(int status, String what, Throwable cause) {
        return new RegistryFailure(status, "registry " + settings.url() + " " + what, cause);
    }
}
