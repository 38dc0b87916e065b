package dev.tributary.log.registry;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import org.apache.avro.Schema;

/**
 * The text of a schema as it is registered: whole, since a registry knows nothing of our files, with docs and defaults,
 * and without the properties that only Java's code generator reads.
 */
public final class SchemaText {

    private static final String JAVA_STRING = "avro.java.string";
    private static final String TYPE = "type";
    private static final ObjectMapper JSON = new ObjectMapper();

    private SchemaText() {}

    /**
     * Writes a schema on one line.
     *
     * @param schema any
     * @return JSON
     */
    public static String of(Schema schema) {
        return read(schema).toString();
    }

    /**
     * Writes a schema for people.
     *
     * @param schema any
     * @return JSON on many lines, without a line end after the last
     */
    public static String pretty(Schema schema) {
        return read(schema).toPrettyString();
    }

    private static JsonNode read(Schema schema) {
        try {
            return withoutJava(JSON.readTree(schema.toString()));
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("Avro must write JSON, did not", e);
        }
    }

    private static JsonNode withoutJava(JsonNode node) {
        if (node instanceof ArrayNode list) {
            ArrayNode items = JsonNodeFactory.instance.arrayNode();
            list.forEach(item -> items.add(withoutJava(item)));
            return items;
        }
        if (node instanceof ObjectNode object) {
            ObjectNode kept = JsonNodeFactory.instance.objectNode();
            object.properties().forEach(field -> kept.set(field.getKey(), withoutJava(field.getValue())));
            boolean wasString = kept.remove(JAVA_STRING) != null;
            return wasString && kept.size() == 1 && kept.has(TYPE) ? kept.get(TYPE) : kept;
        }
        return node;
    }
}
