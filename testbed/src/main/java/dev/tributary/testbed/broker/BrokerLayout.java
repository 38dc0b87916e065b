package dev.tributary.testbed.broker;

import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * Where a broker lives: its number, its directory, its address and its two ports. It outlives the broker's process, so
 * that a killed broker can come back as the same one.
 *
 * @param nodeId         number of the node in its cluster, 1 or more
 * @param directory      holds all that the broker writes
 * @param address        where the listener for clients is
 * @param controllerPort port of the KRaft controller on 127.0.0.1
 */
record BrokerLayout(int nodeId, Path directory, ListenAddress address, int controllerPort) {

    /** The only address that is listened on unless another is asked for. */
    static final String HOST = "127.0.0.1";

    private static final String SECOND_LISTENER = "SECOND";

    static final String CONTROLLER_LISTENER = "CONTROLLER";

    /** A cluster of one on loopback. */
    BrokerLayout(Path directory, int brokerPort, int controllerPort) {
        this(1, directory, ListenAddress.loopback(brokerPort), controllerPort);
    }

    /** Returns the port of the listener for clients. */
    int brokerPort() {
        return address.port();
    }

    /** Returns the address for clients. */
    String bootstrapServers() {
        return address.advertised();
    }

    /** Returns where Kafka keeps its logs. */
    Path dataDirectory() {
        return directory.resolve("data");
    }

    /**
     * Returns the whole configuration of the only broker of a cluster.
     *
     * @param session how long the controller believes in a broker that is silent: a pause beyond it takes the broker's
     *     partitions away for a moment, and a killed broker that comes back must first outlive its former self's session
     * @param extra   added, and winning over the defaults; they cannot move the broker, as ports and directories are set
     *     last
     */
    Map<String, String> configuration(Duration session, Map<String, String> extra) {
        return configuration(session, extra, List.of(this));
    }

    /**
     * Returns the whole configuration of one of several brokers.
     *
     * @param session as above
     * @param extra   as above
     * @param cluster all nodes, this one among them; each is a voter of the quorum and has a copy of each internal topic
     */
    Map<String, String> configuration(Duration session, Map<String, String> extra, List<BrokerLayout> cluster) {
        Map<String, String> all = new LinkedHashMap<>(defaults(cluster.size()));
        all.put("broker.session.timeout.ms", String.valueOf(session.toMillis()));
        all.putAll(extra);
        all.put("process.roles", "broker,controller");
        all.put("node.id", String.valueOf(nodeId));
        all.put("listeners", "PLAINTEXT://" + address.bound() + "," + CONTROLLER_LISTENER + "://" + controller());
        all.put("advertised.listeners", "PLAINTEXT://" + bootstrapServers());
        all.put("listener.security.protocol.map", "PLAINTEXT:PLAINTEXT," + CONTROLLER_LISTENER + ":PLAINTEXT");
        all.put("controller.listener.names", CONTROLLER_LISTENER);
        all.put(
                "controller.quorum.voters",
                cluster.stream().map(BrokerLayout::voter).collect(Collectors.joining(",")));
        all.put("log.dirs", dataDirectory().toString());
        return all;
    }

    /**
     * Returns a configuration with a second listener for clients, advertised under another port.
     *
     * @param configuration as {@link #configuration} gives it
     * @param port          port that the broker listens on
     * @param advertised    port that the broker tells clients to connect to
     */
    static Map<String, String> withSecondListener(Map<String, String> configuration, int port, int advertised) {
        Map<String, String> all = new LinkedHashMap<>(configuration);
        append(all, "listeners", SECOND_LISTENER + "://" + HOST + ":" + port);
        append(all, "advertised.listeners", SECOND_LISTENER + "://" + HOST + ":" + advertised);
        append(all, "listener.security.protocol.map", SECOND_LISTENER + ":PLAINTEXT");
        all.put("inter.broker.listener.name", "PLAINTEXT");
        return all;
    }

    private static void append(Map<String, String> configuration, String name, String value) {
        configuration.merge(name, value, (before, more) -> before + "," + more);
    }

    private String voter() {
        return nodeId + "@" + controller();
    }

    private String controller() {
        return HOST + ":" + controllerPort;
    }

    private static Map<String, String> defaults(int nodes) {
        String copies = String.valueOf(nodes);
        // More than half: what is acknowledged outlives the loss of all others.
        String inSync = String.valueOf(nodes / 2 + 1);
        Map<String, String> defaults = new LinkedHashMap<>();
        defaults.put("auto.create.topics.enable", "false");
        defaults.put("default.replication.factor", copies);
        defaults.put("min.insync.replicas", inSync);
        for (String topic : new String[] {"offsets.topic", "transaction.state.log", "share.coordinator.state.topic"}) {
            defaults.put(topic + ".replication.factor", copies);
            defaults.put(topic + ".num.partitions", "1");
        }
        defaults.put("transaction.state.log.min.isr", inSync);
        defaults.put("share.coordinator.state.topic.min.isr", inSync);
        defaults.put("group.initial.rebalance.delay.ms", "0");
        // The stock 128 MiB would be half of a small demonstration's heap.
        defaults.put("log.cleaner.dedupe.buffer.size", String.valueOf(2 * 1024 * 1024));
        defaults.put("num.network.threads", "2");
        defaults.put("num.io.threads", "4");
        defaults.put("background.threads", "2");
        // The first heartbeat after registration ends the start; the stock interval is 2 s.
        defaults.put("broker.heartbeat.interval.ms", "200");
        return defaults;
    }
}
