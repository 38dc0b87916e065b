package dev.tributary.operator.topics;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.MappingIterator;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.introspect.Annotated;
import com.fasterxml.jackson.databind.introspect.JacksonAnnotationIntrospector;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.PersistentVolumeClaim;
import io.fabric8.kubernetes.api.model.Service;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.policy.v1.PodDisruptionBudget;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Map;

/**
 * Reads manifests into the types of Kubernetes and Strimzi. Whatever these do not have is refused: a misspelt field, a
 * value of the wrong type, an unknown word where there is a list of words.
 */
final class Manifests {

    private static final Map<String, Class<?>> TYPES = Map.of(
            "v1/ConfigMap", ConfigMap.class,
            "v1/Service", Service.class,
            "v1/PersistentVolumeClaim", PersistentVolumeClaim.class,
            "apps/v1/Deployment", Deployment.class,
            "policy/v1/PodDisruptionBudget", PodDisruptionBudget.class,
            "kafka.strimzi.io/v1/KafkaTopic", type("io.strimzi.api.kafka.model.topic.KafkaTopic"),
            "kafka.strimzi.io/v1/KafkaUser", type("io.strimzi.api.kafka.model.user.KafkaUser"));

    private static final ObjectMapper STRICT = new ObjectMapper(new YAMLFactory())
            .enable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
            .setAnnotationIntrospector(new NoAdditionalProperties());

    private Manifests() {}

    /** The types keep unknown fields for later; here there is no later. */
    private static final class NoAdditionalProperties extends JacksonAnnotationIntrospector {

        private static final long serialVersionUID = 1L;

        @Override
        public Boolean hasAnySetter(Annotated annotated) {
            return false;
        }

        /** They leave out what is the default anyway; all is wanted here, to be compared. */
        @Override
        public JsonInclude.Value findPropertyInclusion(Annotated annotated) {
            return JsonInclude.Value.construct(JsonInclude.Include.ALWAYS, JsonInclude.Include.ALWAYS);
        }
    }

    /** By name: javac warns of Strimzi's annotations, which are on no public repository. */
    private static Class<?> type(String name) {
        try {
            return Class.forName(name);
        } catch (ClassNotFoundException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Reads all documents of a text as they stand. */
    static List<JsonNode> trees(String yaml) {
        try (MappingIterator<JsonNode> documents =
                STRICT.readerFor(JsonNode.class).readValues(yaml)) {
            return documents.readAll();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /**
     * Reads all documents of a text.
     *
     * @throws IllegalArgumentException if one is of a kind or version that nobody knows, or does not fit its type
     */
    static List<Object> read(String yaml) {
        return trees(yaml).stream().map(Manifests::typed).toList();
    }

    private static Object typed(JsonNode document) {
        String kind = document.path("apiVersion").asText() + "/"
                + document.path("kind").asText();
        if (!TYPES.containsKey(kind)) {
            throw new IllegalArgumentException("kind must be one of " + TYPES.keySet() + ", was " + kind);
        }
        Object typed = STRICT.convertValue(document, TYPES.get(kind));
        requireKept(document, STRICT.valueToTree(typed), kind);
        return typed;
    }

    /** Some types turn a word that they do not know into nothing, so all must come out again that went in. */
    private static void requireKept(JsonNode written, JsonNode kept, String path) {
        if (written.isValueNode() && !written.asText().equals(kept.asText())) {
            throw new IllegalArgumentException(path + " must have a known value, was " + written);
        }
        written.properties()
                .forEach(
                        field -> requireKept(field.getValue(), kept.path(field.getKey()), path + "." + field.getKey()));
        for (int i = 0; i < (written.isArray() ? written.size() : 0); i++) {
            requireKept(written.get(i), kept.path(i), path + "[" + i + "]");
        }
    }
}
