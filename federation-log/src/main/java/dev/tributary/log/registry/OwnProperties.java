package dev.tributary.log.registry;

import dev.tributary.schemas.FederationException;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.config.AbstractConfig;
import org.apache.kafka.common.config.ConfigDef;

/**
 * Properties of ours among Kafka's: all that begin with {@code tributary.}, with what Kafka's {@code config.providers}
 * put in for {@code ${env:…}} and {@code ${file:…}}.
 */
final class OwnProperties {

    static final String PREFIX = "tributary.";

    private final Map<String, Object> values;

    private OwnProperties(Map<String, Object> values) {
        this.values = values;
    }

    /**
     * Picks them out.
     *
     * @param kafkaConfig all properties; not kept
     * @param known       names that may occur; one that ends in a dot stands for all that begin with it
     * @throws FederationException if another name of ours occurs, or a provider fails
     */
    static OwnProperties of(Map<String, ?> kafkaConfig, Set<String> known) {
        Map<String, Object> ours = new HashMap<>();
        if (kafkaConfig.keySet().stream().anyMatch(name -> name.startsWith(PREFIX))) {
            provided(kafkaConfig).forEach((name, value) -> {
                if (name.startsWith(PREFIX)) {
                    ours.put(name, value);
                }
            });
        }
        ours.forEach((name, value) -> require(name, String.valueOf(value), known));
        return new OwnProperties(ours);
    }

    private static Map<String, Object> provided(Map<String, ?> kafkaConfig) {
        try {
            return new AbstractConfig(new ConfigDef(), kafkaConfig, false).originals();
        } catch (KafkaException e) {
            throw new FederationException("--kafka-config must hold settings that Kafka accepts: " + e.getMessage(), e);
        }
    }

    private static void require(String name, String value, Set<String> known) {
        if (known.stream().noneMatch(one -> one.endsWith(".") ? name.startsWith(one) : name.equals(one))) {
            throw new FederationException(name + " must be a known property; known here: " + new TreeSet<>(known));
        }
        if (value.startsWith("${") && value.endsWith("}")) {
            throw new FederationException(name + " must be known to a provider of config.providers, was " + value);
        }
    }

    Optional<String> text(String name) {
        return Optional.ofNullable(values.get(name))
                .map(value -> String.valueOf(value).trim())
                .filter(value -> !value.isEmpty());
    }

    boolean flag(String name, boolean standard) {
        String value = text(name).orElse(String.valueOf(standard));
        if (!value.equals("true") && !value.equals("false")) {
            throw new FederationException(name + " must be true or false, was " + value);
        }
        return Boolean.parseBoolean(value);
    }

    int number(String name, int standard, int least, int greatest) {
        String value = text(name).orElse(String.valueOf(standard));
        try {
            int number = Integer.parseInt(value);
            if (number >= least && number <= greatest) {
                return number;
            }
        } catch (NumberFormatException e) {
            throw outOfBounds(name, least, greatest, value, e);
        }
        throw outOfBounds(name, least, greatest, value, null);
    }

    private static FederationException outOfBounds(
            String name, int least, int greatest, String value, Exception cause) {
        return new FederationException(
                name + " must be a whole number from " + least + " to " + greatest + ", was " + value, cause);
    }

    /** Those that begin with prefix and name, without the prefix. */
    Map<String, Object> beneath(String prefix, String beginning) {
        Map<String, Object> found = new HashMap<>();
        values.forEach((name, value) -> {
            if (name.startsWith(prefix + beginning)) {
                found.put(name.substring(prefix.length()), value);
            }
        });
        return found;
    }
}
