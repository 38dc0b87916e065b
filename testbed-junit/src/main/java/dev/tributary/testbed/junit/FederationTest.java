package dev.tributary.testbed.junit;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * Gives the tests of a class running federations. A parameter or a field of type {@link RunningFederation} asks for one:
 *
 * <pre>{@code
 * @FederationTest(settings = "round: {goal: 2}")
 * class OwnClientTest {
 *
 *     @Test
 *     void shouldCountBothClients(RunningFederation federation) { … }
 * }
 * }</pre>
 *
 * <p>A parameter of a test method and an instance field have a federation of that test's own, the same one; a parameter of
 * {@code @BeforeAll} and a static field have the class's. All federations of a JVM share one broker of each kind, which
 * is started when the first test asks for it and stopped after the last.
 */
@Documented
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.RUNTIME)
@ExtendWith(FederationExtension.class)
public @interface FederationTest {

    /**
     * Settings of the federation, as in {@code federation.yaml}, without {@code federation}, which the extension names.
     * Updates come in the clear unless there is a section {@code privacy}.
     *
     * @return YAML; by default a version for each update
     */
    String settings() default "round: {goal: 1}";

    /**
     * The model that the federation begins with.
     *
     * @return a class with a constructor without parameters; by default ten zeros
     */
    Class<? extends FirstModel> model() default FirstModel.TenZeros.class;

    /**
     * The broker.
     *
     * @return by default one in this JVM
     */
    BrokerKind broker() default BrokerKind.EMBEDDED;

    /**
     * Says whether an aggregator runs. Without one a test sees its client's behaviour before the first aggregator starts.
     *
     * @return true by default
     */
    boolean aggregator() default true;
}
