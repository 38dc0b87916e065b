package dev.tributary.testbed.junit;

import dev.tributary.federation.settings.FederationSettings;
import dev.tributary.schemas.FederationException;
import java.lang.reflect.Field;
import java.lang.reflect.Modifier;
import java.util.UUID;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.BeforeEachCallback;
import org.junit.jupiter.api.extension.ExtensionConfigurationException;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ExtensionContext.Namespace;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;
import org.junit.platform.commons.support.AnnotationSupport;

/**
 * Starts the federation of {@link FederationTest}, hands it out, and ends it with the test or the class that it belongs to:
 * JUnit closes the contents of its stores.
 */
public final class FederationExtension implements ParameterResolver, BeforeAllCallback, BeforeEachCallback {

    private static final Namespace NAMESPACE = Namespace.create(FederationExtension.class);
    private static final String FEDERATION = "federation";

    @Override
    public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
        return parameter.getParameter().getType() == RunningFederation.class;
    }

    @Override
    public Object resolveParameter(ParameterContext parameter, ExtensionContext context) {
        return federation(context);
    }

    @Override
    public void beforeAll(ExtensionContext context) {
        Class<?> testClass = context.getRequiredTestClass();
        for (Field field : testClass.getDeclaredFields()) {
            if (isAsking(field) && Modifier.isStatic(field.getModifiers())) {
                set(field, null, federation(context));
            }
        }
    }

    @Override
    public void beforeEach(ExtensionContext context) {
        for (Object instance : context.getRequiredTestInstances().getAllInstances()) {
            for (Field field : instance.getClass().getDeclaredFields()) {
                if (isAsking(field) && !Modifier.isStatic(field.getModifiers())) {
                    set(field, instance, federation(context));
                }
            }
        }
    }

    private static boolean isAsking(Field field) {
        return field.getType() == RunningFederation.class;
    }

    private static void set(Field field, Object instance, RunningFederation federation) {
        if (Modifier.isFinal(field.getModifiers())) {
            throw new ExtensionConfigurationException("field " + field + " must not be final to get a federation, was");
        }
        try {
            field.setAccessible(true);
            field.set(instance, federation);
        } catch (IllegalAccessException e) {
            throw new ExtensionConfigurationException("field " + field + " must be accessible, was not", e);
        }
    }

    /** One for each context: a test's own, or the class's before its first test. */
    private static RunningFederation federation(ExtensionContext context) {
        OwnFederation own = context.getStore(NAMESPACE.append(context.getUniqueId()))
                .getOrComputeIfAbsent(FEDERATION, key -> start(context), OwnFederation.class);
        return own.federation();
    }

    private static OwnFederation start(ExtensionContext context) {
        FederationTest wanted = AnnotationSupport.findAnnotation(
                        context.getRequiredTestClass(), FederationTest.class, context.getEnclosingTestClasses())
                .orElseThrow(() -> new ExtensionConfigurationException(
                        context.getRequiredTestClass() + " must bear @FederationTest, did not"));
        FederationSettings settings = settings(wanted.settings());
        String bootstrapServers = SharedBrokers.of(context).bootstrapServers(wanted.broker());
        return new OwnFederation(
                RunningFederation.start(settings, bootstrapServers, model(wanted), wanted.aggregator()));
    }

    private static FederationSettings settings(String sections) {
        // Kafka's metrics and logs name it, so that a failed test's traces can be told apart.
        String name = "test-" + UUID.randomUUID().toString().substring(0, 8);
        try {
            return FederationSettings.parse("federation: " + name + "\n" + sections
                    + (sections.contains("privacy:") ? "" : "\nprivacy: {masking: off}\n"));
        } catch (FederationException e) {
            throw new ExtensionConfigurationException("settings of @FederationTest: " + e.getMessage(), e);
        }
    }

    private static FirstModel model(FederationTest wanted) {
        try {
            var constructor = wanted.model().getDeclaredConstructor();
            constructor.setAccessible(true);
            return constructor.newInstance();
        } catch (ReflectiveOperationException e) {
            throw new ExtensionConfigurationException(
                    "model of @FederationTest must have a constructor without parameters that works, was "
                            + wanted.model().getName(),
                    e);
        }
    }

    /** Content of a context's store, closed at its end. */
    private record OwnFederation(RunningFederation federation) implements AutoCloseable {

        @Override
        public void close() {
            federation.close();
        }
    }
}
