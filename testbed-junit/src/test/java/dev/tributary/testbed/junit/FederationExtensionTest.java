package dev.tributary.testbed.junit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tributary.schemas.globalmodel.GlobalModel;
import dev.tributary.schemas.globalmodel.ModelDefinition;
import dev.tributary.schemas.layout.ParameterLayout;
import dev.tributary.schemas.layout.TensorLayout;
import dev.tributary.schemas.layout.TensorOrder;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** What a federation of a test begins with, and whose it is. */
@FederationTest(
        model = FederationExtensionTest.ThreeNumbers.class,
        settings = "round: {mode: sync, samplingRate: 0.5}",
        aggregator = false)
class FederationExtensionTest {

    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final Set<String> NAMES = new TreeSet<>();

    private static RunningFederation ofTheClass;
    private static String nameInBeforeAll;

    private RunningFederation ofTheTest;

    @BeforeAll
    static void take(RunningFederation federation) {
        nameInBeforeAll = federation.name();
    }

    @Test
    void shouldBeginWithTheModelThatTheTestNames(RunningFederation federation) {
        GlobalModel model = federation.awaitVersion(0, PATIENCE);

        assertThat(model.version()).isZero();
        assertThat(model.parameters()).containsExactly(1.5f, -2f, 0f);
        assertThat(model.definition().format()).isEqualTo("three-numbers");
        assertThat(federation.topics().updates()).isEqualTo("fl." + federation.name() + ".updates");
    }

    @Test
    void shouldHandOneFederationToFieldAndParameterOfATest(RunningFederation federation) {
        assertThat(ofTheTest).isSameAs(federation);
        assertThat(ofTheClass.name()).isEqualTo(nameInBeforeAll).isNotEqualTo(federation.name());
        assertThat(NAMES.add(federation.name())).isTrue();
    }

    @Test
    void shouldHandAnotherFederationToAnotherTest(RunningFederation federation) {
        assertThat(NAMES.add(federation.name())).isTrue();
        assertThat(federation.bootstrapServers()).isEqualTo(ofTheClass.bootstrapServers());
    }

    @Test
    void shouldSayThatAVersionDidNotComeWhenNoAggregatorRuns(RunningFederation federation) {
        assertThatThrownBy(() -> federation.awaitVersion(1, Duration.ofMillis(10)))
                .isInstanceOf(AssertionError.class)
                .hasMessage("version 1 must come within PT0.01S, did not; refused until now: []");

        federation.startAggregator();
        assertThatThrownBy(federation::startAggregator).isInstanceOf(IllegalStateException.class);
    }

    /** Two tensors. */
    static final class ThreeNumbers implements FirstModel {

        @Override
        public ModelDefinition definition() {
            return new ModelDefinition("three-numbers", "");
        }

        @Override
        public ParameterLayout layout() {
            return new ParameterLayout(List.of(
                    new TensorLayout("w", List.of(2L), TensorOrder.C),
                    new TensorLayout("b", List.of(), TensorOrder.C)));
        }

        @Override
        public float[] parameters() {
            return new float[] {1.5f, -2f, 0f};
        }
    }
}
