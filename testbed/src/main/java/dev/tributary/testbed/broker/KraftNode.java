package dev.tributary.testbed.broker;

import dev.tributary.schemas.FederationException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Properties;
import kafka.server.KafkaConfig;
import kafka.server.KafkaRaftServer;
import org.apache.kafka.common.Uuid;
import org.apache.kafka.common.utils.Time;
import org.apache.kafka.metadata.storage.Formatter;

/**
 * One KRaft node, broker and controller in one, in this JVM.
 *
 * <p>The only class that uses Kafka's server, which is no public API: an upgrade of Kafka that breaks something breaks
 * it here.
 */
final class KraftNode implements AutoCloseable {

    private final KafkaRaftServer server;

    private KraftNode(KafkaRaftServer server) {
        this.server = server;
    }

    /**
     * Writes the files that a node needs before its first start; a directory that has them is left as it is.
     *
     * @throws FederationException if the directory cannot be written
     */
    static void format(BrokerLayout layout) {
        format(layout, newClusterId());
    }

    /** Returns the id of a cluster that does not exist yet. */
    static String newClusterId() {
        return Uuid.randomUuid().toString();
    }

    /**
     * Writes them for a node of a cluster.
     *
     * @param clusterId the same for all nodes of the cluster, and in all lives of a node
     * @throws FederationException if the directory cannot be written
     */
    static void format(BrokerLayout layout, String clusterId) {
        try {
            new Formatter()
                    .setPrintStream(new PrintStream(OutputStream.nullOutputStream(), false, StandardCharsets.UTF_8))
                    .setNodeId(layout.nodeId())
                    .setClusterId(clusterId)
                    .addDirectory(layout.dataDirectory().toString())
                    .setMetadataLogDirectory(layout.dataDirectory().toString())
                    .setControllerListenerName(BrokerLayout.CONTROLLER_LISTENER)
                    .setIgnoreFormatted(true)
                    .run();
        } catch (Exception e) {
            throw new FederationException(
                    layout.dataDirectory() + " must be a directory that the broker can write, was not: " + e, e);
        }
    }

    /**
     * Starts a node on formatted storage and returns when it takes requests.
     *
     * @throws RuntimeException if it did not start; nothing runs then
     */
    static KraftNode start(Map<String, String> configuration) {
        Properties properties = new Properties();
        properties.putAll(configuration);
        KafkaRaftServer server = new KafkaRaftServer(KafkaConfig.fromProps(properties, false), Time.SYSTEM);
        try {
            server.startup();
        } catch (RuntimeException e) {
            stop(server);
            throw e;
        }
        return new KraftNode(server);
    }

    /** Stops the node and returns when its threads have ended. */
    @Override
    public void close() {
        stop(server);
    }

    private static void stop(KafkaRaftServer server) {
        server.shutdown();
        server.awaitShutdown();
    }
}
