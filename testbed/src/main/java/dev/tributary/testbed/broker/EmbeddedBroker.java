package dev.tributary.testbed.broker;

import dev.tributary.schemas.FederationException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ThreadLocalRandom;

/**
 * A real Kafka broker in this JVM: one KRaft node with real TCP on free ports of 127.0.0.1 and a temporary directory,
 * which is removed when it is closed.
 *
 * <p>Topics are not created on demand. Internal topics have one partition and one replica. Nothing closes it but
 * {@link #close()}: a program that can be interrupted calls that from its shutdown hook, after its clients.
 *
 * <p>Thread-safe.
 */
public final class EmbeddedBroker implements AutoCloseable {

    /** It never comes back, so no pause of this JVM, busy with training, need cost it its partitions. */
    private static final Duration SESSION = Duration.ofSeconds(30);

    private final BrokerLayout layout;
    private final KraftNode node;

    private EmbeddedBroker(BrokerLayout layout, KraftNode node) {
        this.layout = layout;
        this.node = node;
    }

    /**
     * Starts a broker with the defaults.
     *
     * @return a broker that takes requests
     * @throws FederationException if it did not start; nothing is left behind then
     */
    public static EmbeddedBroker start() {
        return start(Map.of());
    }

    /**
     * Starts a broker.
     *
     * @param extraProperties Kafka's own broker properties, such as {@code message.max.bytes}; they win over the
     *     defaults, but listeners and directories stay
     * @return a broker that takes requests
     * @throws FederationException if it did not start; nothing is left behind then
     */
    public static EmbeddedBroker start(Map<String, String> extraProperties) {
        return start(newLayout(), extraProperties);
    }

    /** Starts a broker in a place that is the broker's from now on, whether it starts or not. */
    static EmbeddedBroker start(BrokerLayout layout, Map<String, String> extraProperties) {
        try {
            KraftNode.format(layout);
            return new EmbeddedBroker(layout, KraftNode.start(layout.configuration(SESSION, extraProperties)));
        } catch (RuntimeException | LinkageError e) {
            TemporaryDirectory.delete(layout.directory());
            throw new FederationException(
                    "broker must start on " + layout.bootstrapServers() + ", did not: " + e.getMessage(), e);
        }
    }

    /** Returns the address for clients: {@code 127.0.0.1:port}. */
    public String bootstrapServers() {
        return layout.bootstrapServers();
    }

    /**
     * Names a place beside the broker's data, for others whose files are to go when the broker goes.
     *
     * @param name name of the file or directory
     * @return a path that is removed by {@link #close}
     */
    public Path besideData(String name) {
        return layout.directory().resolve(name);
    }

    /** Stops the broker and removes its directory. Further calls do nothing. */
    @Override
    public synchronized void close() {
        try {
            node.close();
        } finally {
            TemporaryDirectory.delete(layout.directory());
        }
    }

    /** Returns where the broker lives. */
    BrokerLayout layout() {
        return layout;
    }

    /** Makes a new directory and finds ports for a broker. */
    static BrokerLayout newLayout() {
        int port = new FreePorts(ThreadLocalRandom.current()).nextPair();
        return new BrokerLayout(TemporaryDirectory.create(), port, port + 1);
    }
}
