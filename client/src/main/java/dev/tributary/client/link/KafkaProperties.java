package dev.tributary.client.link;

import dev.tributary.log.cluster.KafkaConfigFile;
import dev.tributary.log.properties.KafkaProcess;
import dev.tributary.log.properties.PropertyCheck;
import dev.tributary.schemas.FederationException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Supplier;
import org.apache.kafka.clients.CommonClientConfigs;
import org.apache.kafka.common.KafkaException;

/**
 * The user's Kafka properties, gathered from several places; later ones win.
 *
 * <p>Not thread-safe.
 */
public final class KafkaProperties {

    private final Map<String, Object> properties = new HashMap<>();

    /** Begins with none. */
    public KafkaProperties() {}

    /** Adds brokers to begin with, {@code host:port,…}. */
    public void bootstrapServers(String servers) {
        properties.put(CommonClientConfigs.BOOTSTRAP_SERVERS_CONFIG, servers);
    }

    /** Adds properties by Kafka's names. */
    public void all(Map<String, ?> more) {
        properties.putAll(more);
    }

    /**
     * Adds the properties of a file.
     *
     * @throws FederationException if it cannot be read or names no brokers
     */
    public void file(Path file) {
        properties.putAll(KafkaConfigFile.load(file, null));
    }

    /**
     * Opens one of Kafka's clients: at the start a property that Kafka refuses is the user's to put right.
     *
     * @return the client
     * @throws FederationException if Kafka refuses a property
     */
    public static <T> T explained(Supplier<T> opening) {
        try {
            return opening.get();
        } catch (KafkaException e) {
            Throwable cause = e.getCause() == null ? e : e.getCause();
            throw new FederationException("Kafka properties must be valid: " + cause.getMessage(), e);
        }
    }

    /**
     * Gives all of them.
     *
     * @return a copy
     * @throws FederationException if there are no brokers to begin with, a property is unknown or ours to set,
     *                             or the application brought an older {@code kafka-clients}
     */
    public Map<String, Object> checked() {
        KafkaClientsVersion.require();
        if (properties.get(CommonClientConfigs.BOOTSTRAP_SERVERS_CONFIG) == null) {
            throw new FederationException("bootstrap.servers must be given before the client is built, was not");
        }
        PropertyCheck.require(KafkaProcess.CLIENT, properties);
        return Map.copyOf(properties);
    }
}
