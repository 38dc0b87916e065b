package dev.tributary.e2e.containers;

import static org.awaitility.Awaitility.await;

import dev.tributary.e2e.harness.SharedBroker;
import dev.tributary.e2e.harness.TestFederation;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.ServerSocket;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ExecutionException;
import java.util.stream.Collectors;
import org.apache.kafka.clients.admin.Admin;
import org.testcontainers.DockerClientFactory;
import org.testcontainers.containers.GenericContainer;
import org.testcontainers.containers.Network;
import org.testcontainers.images.builder.Transferable;
import org.testcontainers.utility.DockerImageName;

/**
 * A broker in a container. The host reaches it under a port that stays the same over a restart, other containers of its
 * network as {@link #INTERNAL}.
 *
 * <p>It is started by Kafka's own classes instead of the image's script: a secured broker needs its users at the time
 * its storage is formatted.
 */
final class KafkaNode implements AutoCloseable {

    static final String INTERNAL = "kafka:19092";

    /** Name of the host in the container. */
    static final String HOST_FROM_WITHIN = "host.docker.internal";

    private static final DockerImageName IMAGE = DockerImageName.parse("apache/kafka:4.3.1");
    private static final String DIRECTORY = "/tmp/tributary/";
    private static final String SETTINGS = DIRECTORY + "server.properties";
    private static final int STOP_SECONDS = 20;

    private final Network network = Network.newNetwork();
    private final int port = freePort();
    private final GenericContainer<?> container;
    private final Map<String, Object> adminConfig;

    private KafkaNode(BrokerSecurity security) {
        container = new GenericContainer<>(IMAGE)
                .withNetwork(network)
                .withNetworkAliases("kafka")
                .withExposedPorts(port)
                .withExtraHost(HOST_FROM_WITHIN, "host-gateway")
                .withCopyToContainer(Transferable.of(properties(security)), SETTINGS)
                .withCreateContainerCmdModifier(create -> create.withEntrypoint("bash", "-c", script(security)));
        container.setPortBindings(List.of(port + ":" + port));
        security.files().forEach((name, bytes) -> container.withCopyToContainer(Transferable.of(bytes), name));
        adminConfig = new HashMap<>(security.adminConfig());
        adminConfig.put("bootstrap.servers", bootstrapServers());
    }

    /** Starts a broker that lets everybody do everything. */
    static KafkaNode start() {
        return start(BrokerSecurity.NONE);
    }

    /** Starts a broker. */
    static KafkaNode start(BrokerSecurity security) {
        KafkaNode node = new KafkaNode(security);
        node.container.start();
        node.awaitAnswer();
        return node;
    }

    /** Where the host reaches it. */
    String bootstrapServers() {
        return "localhost:" + port;
    }

    /** The network of its containers. */
    Network network() {
        return network;
    }

    /** Properties of somebody who may do everything. */
    Map<String, Object> adminConfig() {
        return Map.copyOf(adminConfig);
    }

    /** Stops and starts the container, as {@code docker restart} does; returns when the broker answers again. */
    void restart() {
        DockerClientFactory.instance()
                .client()
                .restartContainerCmd(container.getContainerId())
                .withTimeout(STOP_SECONDS)
                .exec();
        awaitAnswer();
    }

    private void awaitAnswer() {
        await("the broker answers").atMost(TestFederation.PATIENCE).until(this::answers);
    }

    private boolean answers() throws InterruptedException {
        Map<String, Object> config = new HashMap<>(adminConfig);
        config.put("default.api.timeout.ms", 2000);
        config.put("request.timeout.ms", 1000);
        try (Admin admin = Admin.create(config)) {
            return !admin.describeCluster().nodes().get().isEmpty();
        } catch (ExecutionException e) {
            return false;
        }
    }

    private static String script(BrokerSecurity security) {
        String users = security.users().entrySet().stream()
                .map(user ->
                        " --add-scram 'SCRAM-SHA-512=[name=" + user.getKey() + ",password=" + user.getValue() + "]'")
                .collect(Collectors.joining());
        return """
                until [ -f %2$s ]; do sleep 0.1; done
                java -cp '/opt/kafka/libs/*' kafka.tools.StorageTool format --ignore-formatted \
                  -t 5L6g3nShT-eMCtK--X86sw -c %2$s%1$s || exit 1
                exec java -Xmx384m -XX:+UseSerialGC %3$s -cp '/opt/kafka/libs/*' kafka.Kafka %2$s
                """
                .formatted(users, SETTINGS, security.javaOptions());
    }

    private String properties(BrokerSecurity security) {
        Map<String, String> all = new TreeMap<>(SharedBroker.IMPATIENT);
        String protocol = security.protocol();
        all.put("process.roles", "broker,controller");
        all.put("node.id", "1");
        all.put("controller.quorum.voters", "1@localhost:29093");
        all.put("controller.listener.names", "CONTROLLER");
        // The first two can be reached from within the container alone.
        all.put(
                "listeners",
                "CONTROLLER://localhost:29093,BROKER://localhost:39092,HOST://:" + port + ",INTERNAL://:19092");
        all.put(
                "advertised.listeners",
                "BROKER://localhost:39092,HOST://localhost:" + port + ",INTERNAL://" + INTERNAL);
        all.put(
                "listener.security.protocol.map",
                "CONTROLLER:PLAINTEXT,BROKER:PLAINTEXT,HOST:" + protocol + ",INTERNAL:" + protocol);
        all.put("inter.broker.listener.name", "BROKER");
        all.put("log.dirs", "/tmp/kraft-logs");
        all.put("auto.create.topics.enable", "false");
        all.put("offsets.topic.replication.factor", "1");
        all.put("offsets.topic.num.partitions", "1");
        all.put("transaction.state.log.replication.factor", "1");
        all.put("transaction.state.log.min.isr", "1");
        all.put("transaction.state.log.num.partitions", "1");
        all.put("group.initial.rebalance.delay.ms", "0");
        all.putAll(security.brokerSettings());
        return all.entrySet().stream()
                .map(setting -> setting.getKey() + "=" + setting.getValue() + "\n")
                .collect(Collectors.joining());
    }

    private static int freePort() {
        try (ServerSocket socket = new ServerSocket(0)) {
            return socket.getLocalPort();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() {
        container.stop();
        network.close();
    }
}
