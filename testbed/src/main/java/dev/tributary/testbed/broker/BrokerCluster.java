package dev.tributary.testbed.broker;

import dev.tributary.schemas.FederationException;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;

/**
 * Three Kafka nodes, broker and controller in one, each in a JVM of its own, for tests in which some of them
 * die: each can be killed, stopped, cut off and started again on the same ports with the same data.
 *
 * <p>Topics have three copies unless they say otherwise, and two of them must be in sync ({@code min.insync.replicas}).
 * Internal topics have one partition, so that one node is the coordinator of all groups and one that of all
 * transactions. The nodes listen on 127.0.0.1 alone, and end when this JVM ends.
 *
 * <p>Not thread-safe.
 */
public final class BrokerCluster implements AutoCloseable {

    /** Nodes of the cluster; their numbers are 1 to this. */
    public static final int NODES = 3;

    /** A node that is silent so long has lost its partitions; three of them on a busy machine pause now and then. */
    private static final Duration SESSION = Duration.ofSeconds(4);

    /** Small, since a test has three of them. */
    private static final List<String> JVM_OPTIONS = List.of("-Xmx192m", "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1");

    private final Map<Integer, ChildBroker> nodes;

    private BrokerCluster(Map<Integer, ChildBroker> nodes) {
        this.nodes = nodes;
    }

    /**
     * Starts three nodes and waits until all take requests.
     *
     * @param extraProperties Kafka's own broker properties, for all nodes; they win over the defaults, but listeners,
     *     directories and the quorum stay
     * @throws FederationException if a node did not start; nothing is left behind then
     */
    public static BrokerCluster start(Map<String, String> extraProperties) {
        List<BrokerLayout> layouts = newLayouts();
        String clusterId = KraftNode.newClusterId();
        Map<Integer, ChildBroker> started = new TreeMap<>();
        BrokerCluster cluster = new BrokerCluster(started);
        try {
            // None is ready before two are there.
            for (BrokerLayout layout : layouts) {
                Map<String, String> configuration = layout.configuration(SESSION, extraProperties, layouts);
                started.put(layout.nodeId(), ChildBroker.spawn(layout, clusterId, configuration, JVM_OPTIONS));
            }
            started.values().forEach(ChildBroker::awaitReady);
        } catch (RuntimeException e) {
            cluster.close();
            throw e;
        }
        return cluster;
    }

    private static List<BrokerLayout> newLayouts() {
        Map<Integer, BrokerLayout> byPort = new LinkedHashMap<>();
        FreePorts ports = new FreePorts(ThreadLocalRandom.current());
        while (byPort.size() < NODES) {
            int port = ports.nextPair();
            // Nobody listens yet on those that were found before.
            if (!byPort.containsKey(port - 1) && !byPort.containsKey(port) && !byPort.containsKey(port + 1)) {
                byPort.put(port, layout(byPort.size() + 1, port));
            }
        }
        return List.copyOf(byPort.values());
    }

    private static BrokerLayout layout(int nodeId, int port) {
        return new BrokerLayout(nodeId, TemporaryDirectory.create(), ListenAddress.loopback(port), port + 1);
    }

    /** Returns the addresses of all three, for clients, the same for as long as the cluster lives. */
    public String bootstrapServers() {
        return nodes.values().stream().map(ChildBroker::bootstrapServers).collect(Collectors.joining(","));
    }

    /** Returns the numbers of the nodes, ascending. */
    public List<Integer> nodeIds() {
        return List.copyOf(nodes.keySet());
    }

    /** Returns whether a node's process runs; one that is cut off does. */
    public boolean isRunning(int nodeId) {
        return node(nodeId).isRunning();
    }

    /** Kills a node at once, as {@code kill -9} does, and waits for its end. One that is down stays so. */
    public void kill(int nodeId) {
        node(nodeId).kill();
    }

    /** Stops a node in order: it hands its partitions over first. Waits for its end; kills it after 30 seconds. */
    public void stop(int nodeId) {
        node(nodeId).stop();
    }

    /**
     * Starts nodes again that are down, and waits until they take requests. With two nodes down, both must be named: none
     * is ready alone.
     *
     * @throws IllegalStateException if one of them runs
     * @throws FederationException   if one did not start; it is down then
     */
    public void restart(Integer... nodeIds) {
        List<ChildBroker> starting = new ArrayList<>();
        for (int nodeId : nodeIds) {
            node(nodeId).relaunch();
            starting.add(node(nodeId));
        }
        starting.forEach(ChildBroker::awaitReady);
    }

    /**
     * Cuts a node off from all others, clients included: its process is stopped in its tracks ({@code SIGSTOP}). Its
     * connections stay open and it answers nothing, as behind a network that loses each packet; and when it is back it
     * believes at first in the leaderships that it had. Unlike such a node it does nothing meanwhile.
     *
     * @throws IllegalStateException if the node does not run
     */
    public void cutOff(int nodeId) {
        signal(nodeId, "-STOP");
    }

    /**
     * Ends {@link #cutOff}.
     *
     * @throws IllegalStateException if the node does not run
     */
    public void reconnect(int nodeId) {
        signal(nodeId, "-CONT");
    }

    /**
     * Returns the number of the node that leads a partition now.
     *
     * @throws FederationException if the cluster does not answer within 20 s, or the partition has no leader
     */
    public int leaderOf(String topic, int partition) {
        return new ClusterPartitions(bootstrapServers()).leader(topic, partition);
    }

    /**
     * Waits until each copy of each partition is in sync: from then on another node may die.
     *
     * @throws FederationException if that is not so in time; names partitions that are not
     */
    public void awaitInSync(Duration timeout) {
        new ClusterPartitions(bootstrapServers()).awaitInSync(timeout);
    }

    /** Kills the nodes that run and removes their directories. Further calls do nothing. */
    @Override
    public void close() {
        nodes.values().forEach(ChildBroker::close);
    }

    /** Returns the directories of the nodes. */
    List<Path> directories() {
        return nodes.values().stream().map(ChildBroker::directory).toList();
    }

    private ChildBroker node(int nodeId) {
        ChildBroker node = nodes.get(nodeId);
        if (node == null) {
            throw new IllegalArgumentException("node must be one of " + nodes.keySet() + ", was " + nodeId);
        }
        return node;
    }

    private void signal(int nodeId, String signal) {
        ChildBroker node = node(nodeId);
        if (!node.isRunning()) {
            throw new IllegalStateException("node " + nodeId + " must run, was down");
        }
        try {
            Process kill = new ProcessBuilder("kill", signal, String.valueOf(node.pid())).start();
            if (!kill.waitFor(10, TimeUnit.SECONDS) || kill.exitValue() != 0) {
                throw new IllegalStateException("kill " + signal + " " + node.pid() + " must succeed, did not");
            }
        } catch (IOException e) {
            throw new FederationException("command kill must be there, was not: " + e.getMessage(), e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while sending " + signal, e);
        }
    }
}
