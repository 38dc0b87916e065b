package dev.tributary.client.dl4j;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tributary.schemas.FederationException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class BuiltInArchitectureTest {

    @ParameterizedTest
    @CsvSource({"cnn, 431080", "small-cnn, 54314", "large-cnn, 1663370", "mlp, 199210"})
    void shouldHaveParametersOfThePapersWhenBuilt(String name, int parameterCount) {
        BuiltInArchitecture architecture = BuiltInArchitecture.named(name);
        InitialModel model = architecture.initialModel(1);

        assertThat(model.parameters()).hasSize(parameterCount);
        assertThat(model.layout().parameterCount()).isEqualTo(parameterCount);
        assertThat(architecture.parameterCount()).isEqualTo(parameterCount);
        assertThat(architecture.modelName()).isEqualTo(name);
    }

    @Test
    void shouldDrawSameParametersOnlyWhenSeedIsTheSame() {
        float[] first = BuiltInArchitecture.MLP.initialModel(1).parameters();

        assertThat(BuiltInArchitecture.MLP.initialModel(1).parameters()).isEqualTo(first);
        assertThat(BuiltInArchitecture.MLP.initialModel(2).parameters()).isNotEqualTo(first);
    }

    @Test
    void shouldNameAllChoicesWhenNameIsUnknown() {
        assertThatThrownBy(() -> BuiltInArchitecture.named("CNN"))
                .isInstanceOf(FederationException.class)
                .hasMessage("model must be cnn, small-cnn, large-cnn, mlp, was CNN");
    }
}
