package dev.tributary.testbed.broker;

import dev.tributary.schemas.FederationException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ThreadLocalRandom;

/**
 * A real Kafka broker in this JVM whose data stay: one KRaft node for people who have no Kafka, to try things on one
 * machine. The same directory gives the same cluster again.
 *
 * <p>It is one node without a copy of anything, without encryption and without access control: its content is lost with
 * its disk, and whoever reaches its port may read and write everything.
 *
 * <p>Thread-safe.
 */
public final class LocalBroker implements AutoCloseable {

    /** After a kill the next life waits for the end of the former one's session. */
    private static final Duration SESSION = Duration.ofSeconds(6);

    private final BrokerLayout layout;
    private final BrokerDirectory.Hold hold;
    private final KraftNode node;

    private LocalBroker(BrokerLayout layout, BrokerDirectory.Hold hold, KraftNode node) {
        this.layout = layout;
        this.hold = hold;
        this.node = node;
    }

    /**
     * Starts a broker.
     *
     * @param directory holds all that the broker writes: new, empty, or one of an earlier life of such a broker
     * @param address   where it listens; the controller of its own listens on 127.0.0.1 at a port that is free
     * @return a broker that takes requests
     * @throws FederationException if the address is not to be had, the directory cannot be written, is another node's or
     *     is in use, or the broker did not start
     */
    public static LocalBroker start(Path directory, ListenAddress address) {
        address.requireFree();
        BrokerDirectory.Hold hold = new BrokerDirectory(directory).take();
        try {
            int controllerPort = new FreePorts(ThreadLocalRandom.current()).nextPair();
            BrokerLayout layout = new BrokerLayout(1, hold.directory(), address, controllerPort);
            KraftNode.format(layout, hold.clusterId());
            return new LocalBroker(layout, hold, KraftNode.start(layout.configuration(SESSION, Map.of())));
        } catch (RuntimeException | LinkageError e) {
            hold.close();
            if (e instanceof FederationException told) {
                throw told;
            }
            throw new FederationException(
                    "broker must start on " + address.bound() + ", did not: " + e.getMessage(), e);
        }
    }

    /** Returns the address for clients: host and port. */
    public String bootstrapServers() {
        return layout.bootstrapServers();
    }

    /** Stops the broker in order and gives its directory free. Further calls do nothing. */
    @Override
    public synchronized void close() {
        try {
            node.close();
        } finally {
            hold.close();
        }
    }
}
