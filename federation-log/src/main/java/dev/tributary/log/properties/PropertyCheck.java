package dev.tributary.log.properties;

import dev.tributary.schemas.FederationException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.config.AbstractConfig;
import org.apache.kafka.common.config.ConfigDef;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Looks through the Kafka properties of a user before anything is connected. Kafka itself passes over names that it does
 * not know, so that a connection meant to be encrypted is not; here each one is refused, unless it belongs to a plug-in
 * that is named. Messages show values of the properties in {@link PropertyRules} only, none of which is a secret.
 */
public final class PropertyCheck {

    /**
     * Property that names the properties of plug-ins: whole names, or beginnings that end in a dot, with commas between.
     */
    public static final String PLUGIN_PROPERTIES = "tributary.plugin.properties";

    private static final Logger LOG = LoggerFactory.getLogger(PropertyCheck.class);

    /** Prefix under which Kafka Streams takes settings of topics that it makes. */
    private static final String TOPIC_PREFIX = "topic.";

    private PropertyCheck() {}

    /**
     * Requires that a process can take the properties.
     *
     * @param process who takes them
     * @param config  all properties by name; not kept
     * @throws FederationException naming the property, and the cure
     */
    public static void require(KafkaProcess process, Map<String, ?> config) {
        Map<String, Object> sorted = new TreeMap<>(config);
        KnownNames known = new KnownNames(process, sorted);
        requireKnown(process, known, sorted);
        List<String> replaced = new ArrayList<>();
        sorted.forEach((name, value) -> {
            Optional<PropertyRule> rule = PropertyRules.find(process, known.bareName(name));
            rule.ifPresent(found -> found.require(name, value));
            if (rule.isPresent() && rule.get().treatment() == PropertyRule.Treatment.REPLACED) {
                replaced.add(name);
            }
        });
        if (!replaced.isEmpty()) {
            LOG.info("Kafka properties without effect here, see docs/kafka-settings.md: {}", replaced);
        }
        requireProvided(known, sorted);
    }

    private static void requireKnown(KafkaProcess process, KnownNames known, Map<String, Object> config) {
        List<String> unknown =
                config.keySet().stream().filter(name -> !known.isKnown(name)).toList();
        if (unknown.isEmpty()) {
            return;
        }
        for (String name : unknown) {
            requireNoTopicSetting(process, name);
            requireNoStreamsName(process, name);
        }
        String names = unknown.stream()
                .map(name -> name
                        + known.nearest(name)
                                .map(nearest -> " (nearest: " + nearest + ")")
                                .orElse(""))
                .collect(Collectors.joining(", "));
        throw new FederationException(names + (unknown.size() == 1 ? " must be a property" : " must be properties")
                + " of Kafka, unknown to it; those of a plug-in must be named in " + PLUGIN_PROPERTIES);
    }

    private static void requireNoTopicSetting(KafkaProcess process, String name) {
        if (process.knowsStreams() && name.startsWith(TOPIC_PREFIX)) {
            throw new FederationException(
                    name + " must be left out of the Kafka properties: topics are made by tributary topics apply");
        }
    }

    private static void requireNoStreamsName(KafkaProcess process, String name) {
        boolean isOfStreams =
                !process.knowsStreams() && new KnownNames(KafkaProcess.AGGREGATOR, Map.of()).isKnown(name);
        if (isOfStreams) {
            throw new FederationException(name
                    + " must be left out of a client's Kafka properties: it is for the aggregator's Kafka Streams");
        }
    }

    /** A placeholder that no provider replaces would become the value, such as a password. */
    private static void requireProvided(KnownNames known, Map<String, Object> config) {
        String providers = Stream.concat(Stream.of("env", "file", "dir"), known.providers().stream())
                .map(Pattern::quote)
                .collect(Collectors.joining("|"));
        Pattern placeholder = Pattern.compile("\\$\\{(" + providers + "):[^}]*}");
        provided(config).forEach((name, value) -> {
            if (value instanceof String text && placeholder.matcher(text).find()) {
                throw new FederationException(
                        name + " must have its placeholder replaced by a provider of config.providers, was not;"
                                + " see docs/access.md");
            }
        });
    }

    private static Map<String, Object> provided(Map<String, Object> config) {
        try {
            return new AbstractConfig(new ConfigDef(), config, false).originals();
        } catch (KafkaException e) {
            throw new FederationException("--kafka-config must hold settings that Kafka accepts: " + e.getMessage(), e);
        }
    }
}
