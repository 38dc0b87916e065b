package dev.tributary.aggregation.registry;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.UncheckedIOException;
import java.util.Collection;
import java.util.regex.Pattern;

/** A strategy's settings as JSON; what is not there has its default, what is out of bounds fails the test. */
public record JsonOptions(JsonNode node) implements StrategyOptions {

    /** Settings such as {@code {"byzantine": 2}}. */
    public static JsonOptions of(String json) {
        try {
            return new JsonOptions(new ObjectMapper().readTree(json));
        } catch (JsonProcessingException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public double number(String key, double standard, double least, double greatest) {
        double value = node.path(key).asDouble(standard);
        if (!(value >= least && value <= greatest)) {
            throw new IllegalArgumentException(key + " must be from " + least + " to " + greatest + ", was " + value);
        }
        return value;
    }

    @Override
    public int integer(String key, int standard, int least, int greatest) {
        return (int) number(key, standard, least, greatest);
    }

    @Override
    public String choice(String key, String standard, Collection<String> allowed) {
        String value = node.path(key).asText(standard);
        if (!allowed.contains(value)) {
            throw new IllegalArgumentException(key + " must be one of " + allowed + ", was " + value);
        }
        return value;
    }

    @Override
    public String text(String key, Pattern allowed) {
        String value = node.required(key).textValue();
        if (!allowed.matcher(value).matches()) {
            throw new IllegalArgumentException(key + " must match " + allowed + ", was " + value);
        }
        return value;
    }
}
