package dev.tributary.testbed.broker;

import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Where a broker lives: its directory and its two ports. It outlives the broker's process, so that a killed broker can
 * come back as the same one.
 *
 * @param directory      holds all that the broker writes
 * @param brokerPort     port of the listener for clients
 * @param controllerPort port of the KRaft controller
 */
record BrokerLayout(Path directory, int brokerPort, int controllerPort) {

    /** The only address that is listened on. */
    static final String HOST = "127.0.0.1";

    private static final String SECOND_LISTENER = "SECOND";

    static final int NODE_ID = 1;
    static final String CONTROLLER_LISTENER = "CONTROLLER";

    /** Returns what clients connect to. */
    String bootstrapServers() {
        return HOST + ":" + brokerPort;
    }

    /** Returns where Kafka keeps its logs. */
    Path dataDirectory() {
        return directory.resolve("data");
    }

    /**
     * Returns the broker's whole configuration.
     *
     * @param session how long the controller believes in a broker that is silent: a pause beyond it takes the broker's
     *     partitions away for a moment, and a killed broker that comes back must first outlive its former self's session
     * @param extra   added, and winning over the defaults; they cannot move the broker, as ports and directories are set
     *     last
     */
    Map<String, String> configuration(Duration session, Map<String, String> extra) {
        Map<String, String> all = new LinkedHashMap<>(singleNodeDefaults());
        all.put("broker.session.timeout.ms", String.valueOf(session.toMillis()));
        all.putAll(extra);
        all.put("process.roles", "broker,controller");
        all.put("node.id", String.valueOf(NODE_ID));
        all.put("listeners", "PLAINTEXT://" + bootstrapServers() + "," + CONTROLLER_LISTENER + "://" + controller());
        all.put("advertised.listeners", "PLAINTEXT://" + bootstrapServers());
        all.put("listener.security.protocol.map", "PLAINTEXT:PLAINTEXT," + CONTROLLER_LISTENER + ":PLAINTEXT");
        all.put("controller.listener.names", CONTROLLER_LISTENER);
        all.put("controller.quorum.voters", NODE_ID + "@" + controller());
        all.put("log.dirs", dataDirectory().toString());
        return all;
    }

    /**
     * Returns a configuration with a second listener for clients, advertised under another port.
     *
     * @param configuration what {@link #configuration} gave
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

    private String controller() {
        return HOST + ":" + controllerPort;
    }

    private static Map<String, String> singleNodeDefaults() {
        Map<String, String> defaults = new LinkedHashMap<>();
        defaults.put("auto.create.topics.enable", "false");
        for (String topic : new String[] {"offsets.topic", "transaction.state.log", "share.coordinator.state.topic"}) {
            defaults.put(topic + ".replication.factor", "1");
            defaults.put(topic + ".num.partitions", "1");
        }
        defaults.put("transaction.state.log.min.isr", "1");
        defaults.put("share.coordinator.state.topic.min.isr", "1");
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
