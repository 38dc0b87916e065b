package dev.tributary.schemas.globalmodel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tributary.schemas.layout.ParameterLayout;
import org.junit.jupiter.api.Test;

class GlobalModelTest {

    private static final ModelDefinition DEFINITION = new ModelDefinition("example", "secret text");

    @Test
    void shouldRefuseWhenParametersDoNotFitTheLayout() {
        assertThatThrownBy(() -> model(0, new float[2]))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("parameters must be 3 as the layout says, were 2");
    }

    @Test
    void shouldRefuseWhenVersionIsNegative() {
        assertThatThrownBy(() -> model(-1, new float[3]))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("version must be 0 or more, was -1");
    }

    @Test
    void shouldPrintShapeAndIdentityOnly() {
        assertThat(model(7, new float[] {0.5f, 1, 2})).hasToString("GlobalModel[version 7, 3 parameters]");
        assertThat(DEFINITION).hasToString("ModelDefinition[example, 11 characters]");
    }

    @Test
    void shouldBoundTheFormatOfADefinition() {
        assertThat(new ModelDefinition("f".repeat(64), "").text()).isEmpty();
        assertThatThrownBy(() -> new ModelDefinition("", "")).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new ModelDefinition("f".repeat(65), "")).isInstanceOf(IllegalArgumentException.class);
    }

    private static GlobalModel model(long version, float[] parameters) {
        return new GlobalModel(
                version, DEFINITION, ParameterLayout.flat(3), parameters, ModelFixtures.provenance(version));
    }
}
