package dev.tributary.testbed.junit;

import dev.tributary.testbed.broker.EmbeddedBroker;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.EnumMap;
import java.util.Map;
import org.junit.jupiter.api.extension.ExtensionConfigurationException;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ExtensionContext.Namespace;

/** One broker of each kind for all tests of a JVM, started when it is asked for. Thread-safe. */
final class SharedBrokers implements AutoCloseable {

    private static final Namespace NAMESPACE = Namespace.create(SharedBrokers.class);

    /** Instances that a test has ended are missed sooner than a production broker misses them. */
    private static final Map<String, String> IMPATIENT = Map.of("group.min.session.timeout.ms", "1000");

    private final Map<BrokerKind, String> bootstrapServers = new EnumMap<>(BrokerKind.class);
    private final Deque<Runnable> running = new ArrayDeque<>();

    private SharedBrokers() {}

    /** Those of this JVM; JUnit closes them after the last test. */
    static SharedBrokers of(ExtensionContext context) {
        return context.getRoot()
                .getStore(NAMESPACE)
                .getOrComputeIfAbsent("brokers", key -> new SharedBrokers(), SharedBrokers.class);
    }

    synchronized String bootstrapServers(BrokerKind kind) {
        return bootstrapServers.computeIfAbsent(
                kind, wanted -> wanted == BrokerKind.EMBEDDED ? startEmbedded() : startContainer());
    }

    private String startEmbedded() {
        EmbeddedBroker broker = EmbeddedBroker.start(IMPATIENT);
        running.push(broker::close);
        return broker.bootstrapServers();
    }

    private String startContainer() {
        try {
            ContainerBroker broker = ContainerBroker.start(IMPATIENT);
            running.push(broker::close);
            return broker.bootstrapServers();
        } catch (NoClassDefFoundError e) {
            throw new ExtensionConfigurationException(
                    "org.testcontainers:testcontainers-kafka must be on the test's class path for"
                            + " BrokerKind.KAFKA_CONTAINER, was not",
                    e);
        }
    }

    @Override
    public synchronized void close() {
        while (!running.isEmpty()) {
            running.pop().run();
        }
    }
}
