package dev.tributary.log.properties;

import java.util.Arrays;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.producer.ProducerConfig;

/** Which names of properties mean something to a process. */
final class KnownNames {

    /** Ours are checked where they are read. */
    private static final String OURS = "tributary.";

    /** Beginnings of names that the user makes up. */
    private static final List<String> OPEN = List.of("metrics.context.");

    private static final List<String> OPEN_IN_STREAMS = List.of("client.tag.");

    private static final Set<String> CONSUMER = ConsumerConfig.configNames();
    private static final Set<String> PRODUCER = ProducerConfig.configNames();
    private static final Set<String> ADMIN = AdminClientConfig.configNames();

    private static final Map<String, Set<String>> BY_PREFIX = Map.of(
            "main.consumer.", CONSUMER,
            "restore.consumer.", CONSUMER,
            "global.consumer.", CONSUMER,
            "consumer.", CONSUMER,
            "producer.", PRODUCER,
            "admin.", ADMIN);

    private final KafkaProcess process;
    private final Set<String> bare = new HashSet<>();
    private final List<String> declared;
    private final List<String> providers;

    KnownNames(KafkaProcess process, Map<String, ?> config) {
        this.process = process;
        Stream.of(CONSUMER, PRODUCER, ADMIN).forEach(bare::addAll);
        if (process.knowsStreams()) {
            bare.addAll(StreamsNames.ONLY_STREAMS);
        }
        this.declared = list(config.get(PropertyCheck.PLUGIN_PROPERTIES));
        this.providers = list(config.get(AdminClientConfig.CONFIG_PROVIDERS_CONFIG));
    }

    private static List<String> list(Object value) {
        Stream<String> parts = value instanceof Collection<?> many
                ? many.stream().map(String::valueOf)
                : Arrays.stream(value == null ? new String[0] : value.toString().split(",", -1));
        return parts.map(String::strip).filter(part -> !part.isEmpty()).toList();
    }

    List<String> providers() {
        return providers;
    }

    boolean isKnown(String name) {
        return name.startsWith(OURS) || bare.contains(name) || isPrefixed(name) || isOpen(name) || isOfPlugin(name);
    }

    private boolean isPrefixed(String name) {
        return process.knowsStreams() && !prefixOf(name).isEmpty();
    }

    private boolean isOpen(String name) {
        return OPEN.stream().anyMatch(name::startsWith)
                || process.knowsStreams() && OPEN_IN_STREAMS.stream().anyMatch(name::startsWith);
    }

    private boolean isOfPlugin(String name) {
        return providers.stream().anyMatch(provider -> name.startsWith("config.providers." + provider + "."))
                || declared.stream().anyMatch(one -> one.endsWith(".") ? name.startsWith(one) : name.equals(one));
    }

    /** The name without the prefix by which Kafka Streams passes it on to one of its clients. */
    String bareName(String name) {
        return process.knowsStreams() ? name.substring(prefixOf(name).length()) : name;
    }

    private static String prefixOf(String name) {
        return BY_PREFIX.entrySet().stream()
                .filter(entry -> name.startsWith(entry.getKey())
                        && entry.getValue()
                                .contains(name.substring(entry.getKey().length())))
                .map(Map.Entry::getKey)
                .findFirst()
                .orElse("");
    }

    /** The name that was most likely meant. */
    Optional<String> nearest(String name) {
        String prefix = process.knowsStreams()
                ? BY_PREFIX.keySet().stream()
                        .filter(name::startsWith)
                        .findFirst()
                        .orElse("")
                : "";
        return new NearestName(prefix.isEmpty() ? bare : BY_PREFIX.get(prefix))
                .to(name.substring(prefix.length()))
                .map(found -> prefix + found);
    }
}
