package dev.tributary.client.watch;

import dev.tributary.client.link.ClientTimeouts;
import dev.tributary.client.link.KafkaProperties;
import dev.tributary.schemas.FederationException;
import dev.tributary.schemas.globalmodel.GlobalModel;
import dev.tributary.schemas.topic.FederationTopics;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Consumer;
import org.apache.kafka.clients.CommonClientConfigs;

/**
 * Puts a {@link ModelWatch} together. Federation and Kafka must be given.
 *
 * <p>Not thread-safe.
 */
public final class ModelWatchBuilder {

    private static final String CLIENT_ID = "tributary-model-watch";

    private final KafkaProperties kafka = new KafkaProperties();
    private ClientTimeouts timeouts = ClientTimeouts.STANDARD;
    private Consumer<GlobalModel> onVersion = model -> {};
    private FederationTopics topics;

    ModelWatchBuilder() {}

    /**
     * Names the federation whose model is watched.
     *
     * @param name see {@link FederationTopics}
     * @return this
     * @throws FederationException if the name is out of bounds
     */
    public ModelWatchBuilder federation(String name) {
        topics = new FederationTopics(name);
        return this;
    }

    /**
     * Says how to reach Kafka. Adds to earlier calls.
     *
     * @param bootstrapServers {@code host:port,…}
     * @return this
     */
    public ModelWatchBuilder kafka(String bootstrapServers) {
        kafka.bootstrapServers(bootstrapServers);
        return this;
    }

    /**
     * Says how to reach Kafka. Adds to earlier calls.
     *
     * @param properties by Kafka's names; passed through, but for those that reading depends on
     * @return this
     */
    public ModelWatchBuilder kafka(Map<String, ?> properties) {
        kafka.all(properties);
        return this;
    }

    /**
     * Says how to reach Kafka. Adds to earlier calls.
     *
     * @param properties file of Kafka properties with {@code bootstrap.servers}, as for Kafka's own tools
     * @return this
     * @throws FederationException if it cannot be read
     */
    public ModelWatchBuilder kafka(Path properties) {
        kafka.file(properties);
        return this;
    }

    /**
     * Has somebody hear of each version that arrives, the first one included; versions in between may be skipped.
     *
     * @param listener called by the watch's own thread, which goes on when it returns; an exception is logged
     * @return this
     */
    public ModelWatchBuilder onVersion(Consumer<GlobalModel> listener) {
        onVersion = listener;
        return this;
    }

    /**
     * Bounds the checks at the start.
     *
     * @param timeout longest time for the cluster's answer, 1 ms to 24 days; 8 s by default
     * @return this
     * @throws FederationException if it is out of bounds
     */
    public ModelWatchBuilder connectTimeout(Duration timeout) {
        timeouts = timeouts.withConnect(timeout);
        return this;
    }

    /**
     * Checks that the cluster answers and has the topic, and begins to read.
     *
     * @return a watch that reads already; to be closed
     * @throws FederationException if something is not given, or the cluster does not answer, or the topic is missing or
     *                             forbidden; nothing is open then
     */
    public ModelWatch open() {
        if (topics == null) {
            throw new FederationException("federation must be given before the watch is opened, was not");
        }
        Map<String, Object> reading = new HashMap<>(kafka.checked());
        reading.putIfAbsent(CommonClientConfigs.CLIENT_ID_CONFIG, CLIENT_ID);
        return ModelWatch.open(reading, topics, timeouts, onVersion);
    }
}
