package dev.tributary.e2e.harness;

import dev.tributary.demo.broker.EmbeddedBroker;
import java.util.Map;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;

/**
 * One real broker for all tests of a JVM that do not hurt it; each test has a federation of its own on it. Started by
 * the first test that asks for an {@link EmbeddedBroker}, stopped after the last.
 */
public final class SharedBroker implements ParameterResolver {

    /** Groups may believe an instance dead, and a transaction abandoned, sooner than a production broker lets them. */
    public static final Map<String, String> IMPATIENT = Map.of(
            "group.min.session.timeout.ms", "1000",
            "transaction.abort.timed.out.transaction.cleanup.interval.ms", "500");

    private static final ExtensionContext.Namespace NAMESPACE = ExtensionContext.Namespace.create(SharedBroker.class);

    @Override
    public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
        return parameter.getParameter().getType() == EmbeddedBroker.class;
    }

    @Override
    public EmbeddedBroker resolveParameter(ParameterContext parameter, ExtensionContext context) {
        return context.getRoot()
                .getStore(NAMESPACE)
                .getOrComputeIfAbsent("broker", key -> new Running(EmbeddedBroker.start(IMPATIENT)), Running.class)
                .broker();
    }

    /** JUnit closes what its root store holds when all tests are done. */
    private record Running(EmbeddedBroker broker) implements AutoCloseable {

        @Override
        public void close() {
            broker.close();
        }
    }
}
