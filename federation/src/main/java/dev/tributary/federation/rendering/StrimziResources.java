package dev.tributary.federation.rendering;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import com.fasterxml.jackson.dataformat.yaml.YAMLGenerator;
import dev.tributary.schemas.FederationException;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/** Resources for Strimzi's operators, in the only version that Strimzi 1.0 and later serve. Not thread-safe. */
public final class StrimziResources {

    private static final String API_VERSION = "kafka.strimzi.io/v1";

    /** A DNS subdomain, as Kubernetes wants the names of resources to be. */
    private static final Pattern NAME =
            Pattern.compile("[a-z0-9]([-a-z0-9]*[a-z0-9])?(\\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*");

    private static final int LONGEST_NAME = 253;

    private static final ObjectMapper YAML = new ObjectMapper(YAMLFactory.builder()
            .enable(YAMLGenerator.Feature.MINIMIZE_QUOTES)
            .enable(YAMLGenerator.Feature.ALWAYS_QUOTE_NUMBERS_AS_STRINGS)
            .enable(YAMLGenerator.Feature.INDENT_ARRAYS_WITH_INDICATOR)
            .disable(YAMLGenerator.Feature.SPLIT_LINES)
            .build());

    private final String cluster;
    private final List<ObjectNode> resources = new ArrayList<>();

    /**
     * @param cluster name of the {@code Kafka} resource whose operators take the resources
     * @throws FederationException if it is no name of a resource
     */
    public StrimziResources(String cluster) {
        this.cluster = requireName("--strimzi-cluster", cluster);
    }

    /**
     * Says whether Kubernetes takes a name.
     *
     * @param name any text
     * @return whether a resource may have it
     */
    public static boolean isName(String name) {
        return name.length() <= LONGEST_NAME && NAME.matcher(name).matches();
    }

    private static String requireName(String what, String name) {
        if (!isName(name)) {
            throw new FederationException(
                    what + " must be a name of a Kubernetes resource (a-z, 0-9, '-' and '.'), was " + name);
        }
        return name;
    }

    /**
     * Adds a resource.
     *
     * @param kind such as {@code KafkaTopic}
     * @param name its name
     * @return its {@code spec}, to be filled
     * @throws FederationException if it is no name of a resource
     */
    public ObjectNode add(String kind, String name) {
        ObjectNode resource = YAML.createObjectNode();
        resource.put("apiVersion", API_VERSION);
        resource.put("kind", kind);
        ObjectNode metadata = resource.putObject("metadata");
        metadata.put("name", requireName("name of a " + kind, name));
        metadata.putObject("labels").put("strimzi.io/cluster", cluster);
        resources.add(resource);
        return resource.putObject("spec");
    }

    /**
     * Prints the resources.
     *
     * @return YAML documents, a line feed at the end of each
     */
    public String render() {
        StringBuilder text = new StringBuilder();
        try {
            for (ObjectNode resource : resources) {
                text.append(YAML.writeValueAsString(resource));
            }
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("a tree of texts and numbers is always YAML", e);
        }
        return text.toString();
    }
}
