package dev.tributary.e2e.harness;

import dev.tributary.testbed.broker.EmbeddedBroker;
import java.util.Locale;
import java.util.Map;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;
import org.testcontainers.kafka.KafkaContainer;
import org.testcontainers.utility.DockerImageName;

/**
 * One real broker for all tests of a JVM that do not hurt it; each test has a federation of its own on it. Started by
 * the first test that asks for an {@link EmbeddedBroker} or a {@link TestBroker}, stopped after the last.
 */
public final class SharedBroker implements ParameterResolver {

    /** Groups may believe an instance dead, and a transaction abandoned, sooner than a production broker lets them. */
    public static final Map<String, String> IMPATIENT = Map.of(
            "group.min.session.timeout.ms", "1000",
            "transaction.abort.timed.out.transaction.cleanup.interval.ms", "500");

    private static final DockerImageName IMAGE = DockerImageName.parse("apache/kafka:4.3.1");
    private static final ExtensionContext.Namespace NAMESPACE = ExtensionContext.Namespace.create(SharedBroker.class);

    @Override
    public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
        Class<?> type = parameter.getParameter().getType();
        return type == EmbeddedBroker.class || type == TestBroker.class;
    }

    @Override
    public Object resolveParameter(ParameterContext parameter, ExtensionContext context) {
        if (parameter.getParameter().getType() == EmbeddedBroker.class) {
            return embedded(context);
        }
        boolean isContainer = context.getRequiredTestClass().isAnnotationPresent(OnKafkaContainer.class);
        return new TestBroker(
                isContainer
                        ? container(context).getBootstrapServers()
                        : embedded(context).bootstrapServers());
    }

    private static EmbeddedBroker embedded(ExtensionContext context) {
        return context.getRoot()
                .getStore(NAMESPACE)
                .getOrComputeIfAbsent("broker", key -> new Running(EmbeddedBroker.start(IMPATIENT)), Running.class)
                .broker();
    }

    private static KafkaContainer container(ExtensionContext context) {
        return context.getRoot()
                .getStore(NAMESPACE)
                .getOrComputeIfAbsent(
                        "container", key -> new RunningContainer(startContainer()), RunningContainer.class)
                .container();
    }

    private static KafkaContainer startContainer() {
        KafkaContainer container = new KafkaContainer(IMAGE)
                .withEnv("KAFKA_AUTO_CREATE_TOPICS_ENABLE", "false")
                .withEnv("KAFKA_TRANSACTION_STATE_LOG_NUM_PARTITIONS", "1");
        IMPATIENT.forEach((name, value) ->
                container.withEnv("KAFKA_" + name.toUpperCase(Locale.ROOT).replace('.', '_'), value));
        container.start();
        return container;
    }

    /** JUnit closes what its root store holds when all tests are done. */
    private record Running(EmbeddedBroker broker) implements AutoCloseable {

        @Override
        public void close() {
            broker.close();
        }
    }

    /** The same for a container. */
    private record RunningContainer(KafkaContainer container) implements AutoCloseable {

        @Override
        public void close() {
            container.stop();
        }
    }
}
