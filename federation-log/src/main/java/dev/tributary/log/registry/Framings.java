package dev.tributary.log.registry;

import dev.tributary.log.properties.PropertyCheck;
import dev.tributary.schemas.FederationException;
import dev.tributary.schemas.framing.RecordFraming;
import dev.tributary.schemas.framing.SchemaIds;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.avro.Schema;

/**
 * Makes the framings of a process, as the properties {@code tributary.serde} and {@code tributary.registry.*} among
 * Kafka's want them.
 *
 * <p>Ids learnt from a registry are shared by all that have the same settings in one process, and kept while it
 * lives: a stream task that moves from thread to thread needs no registry for it.
 *
 * <p>Thread-safe; the framings that it makes are not.
 */
public final class Framings {

    /** Single-object encoding, and no registry. */
    public static final Framings SINGLE_OBJECT = new Framings(SchemaIds.NONE, Serde.SINGLE_OBJECT);

    private static final String SERDE = "tributary.serde";

    private static final Set<String> KNOWN = Set.of(
            SERDE,
            PropertyCheck.PLUGIN_PROPERTIES,
            RegistrySettings.URL,
            RegistrySettings.AUTO_REGISTER,
            RegistrySettings.USER_INFO,
            RegistrySettings.TOKEN,
            RegistrySettings.TIMEOUT,
            RegistrySettings.SSL_PREFIX + "ssl.");

    private static final Map<RegistrySettings, RegisteredSchemas> SHARED = new ConcurrentHashMap<>();

    private final SchemaIds ids;
    private final Serde serde;

    private Framings(SchemaIds ids, Serde serde) {
        this.ids = ids;
        this.serde = serde;
    }

    /**
     * Reads the properties; asks nothing of a registry yet.
     *
     * @param kafkaConfig properties of {@code --kafka-config}; not kept
     * @return a maker of framings
     * @throws FederationException if a property of ours is unknown or out of its bounds
     */
    public static Framings of(Map<String, ?> kafkaConfig) {
        OwnProperties properties = OwnProperties.of(kafkaConfig, KNOWN);
        Serde serde = serde(properties);
        Optional<RegistrySettings> registry = RegistrySettings.of(properties);
        if (registry.isPresent()) {
            return new Framings(SHARED.computeIfAbsent(registry.get(), Framings::connect), serde);
        }
        if (serde == Serde.CONFLUENT) {
            throw new FederationException(
                    RegistrySettings.URL + " must be given when " + SERDE + " is " + serde.value() + ", was not");
        }
        return SINGLE_OBJECT;
    }

    /**
     * Reads the settings of a registry that must be there.
     *
     * @throws FederationException also if there are none
     */
    static RegistrySettings requireRegistry(Map<String, ?> kafkaConfig) {
        return RegistrySettings.of(OwnProperties.of(kafkaConfig, KNOWN))
                .orElseThrow(() -> new FederationException(
                        RegistrySettings.URL + " must be given in the file of --kafka-config, was not"));
    }

    private static RegisteredSchemas connect(RegistrySettings settings) {
        return new RegisteredSchemas(new RegistryApi(settings), System::nanoTime);
    }

    private static Serde serde(OwnProperties properties) {
        String value = properties.text(SERDE).orElse(Serde.SINGLE_OBJECT.value());
        return Arrays.stream(Serde.values())
                .filter(one -> one.value().equals(value))
                .findFirst()
                .orElseThrow(() -> new FederationException(SERDE + " must be one of "
                        + Arrays.stream(Serde.values()).map(Serde::value).toList() + ", was " + value));
    }

    /**
     * Removes the properties of ours, which Kafka's clients do not know.
     *
     * @param kafkaConfig properties of {@code --kafka-config}; not kept
     * @return a copy without them, owned by the caller
     */
    public static Map<String, Object> kafkaOnly(Map<String, ?> kafkaConfig) {
        Map<String, Object> kafka = new HashMap<>(kafkaConfig);
        kafka.keySet().removeIf(name -> name.startsWith(OwnProperties.PREFIX));
        return kafka;
    }

    /**
     * Makes a framing.
     *
     * @return one for the calling thread or task
     */
    public RecordFraming newFraming() {
        return new RecordFraming(ids, serde == Serde.CONFLUENT);
    }

    /**
     * Requires an id for each schema that a process is going to write, if ids are written: asked at the start, so that none
     * is missing later.
     *
     * @param schemas schemas of its records
     * @return this
     * @throws FederationException naming the schema that is not registered, or the registry that does not answer
     */
    public Framings requireIds(List<Schema> schemas) {
        if (serde == Serde.CONFLUENT) {
            schemas.forEach(ids::idOf);
        }
        return this;
    }
}
