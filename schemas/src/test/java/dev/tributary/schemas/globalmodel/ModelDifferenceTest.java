package dev.tributary.schemas.globalmodel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.tributary.schemas.FederationException;
import dev.tributary.schemas.globalmodel.ModelDifference.Part;
import dev.tributary.schemas.layout.ParameterLayout;
import dev.tributary.schemas.layout.TensorLayout;
import dev.tributary.schemas.layout.TensorOrder;
import java.util.List;
import org.junit.jupiter.api.Test;

class ModelDifferenceTest {

    private static final ParameterLayout LAYOUT = new ParameterLayout(List.of(
            new TensorLayout("W", List.of(2L), TensorOrder.C), new TensorLayout("b", List.of(1L), TensorOrder.C)));

    private static GlobalModel version(long version, ParameterLayout layout, float... parameters) {
        return new GlobalModel(
                version, new ModelDefinition("none", ""), layout, parameters, ModelFixtures.provenance(version));
    }

    @Test
    void shouldMeasureEachTensorAndTheWhole() {
        ModelDifference difference = ModelDifference.between(version(1, LAYOUT, 3, 4, 0), version(2, LAYOUT, 4, 3, 2));

        Part first = difference.tensors().get(0);
        assertThat(first.l2Norm()).isCloseTo(Math.sqrt(2), within(1e-15));
        assertThat(first.relative()).isCloseTo(Math.sqrt(2) / 5, within(1e-15));
        assertThat(first.maxAbs()).isEqualTo(1);
        assertThat(first.cosine()).isCloseTo(24.0 / 25, within(1e-15));
        assertThat(difference.total().l2Norm()).isCloseTo(Math.sqrt(6), within(1e-15));
        assertThat(difference.total().parameters()).isEqualTo(3);
    }

    @Test
    void shouldSayThatItIsNotKnownWhenAPartIsZero() {
        Part zero = ModelDifference.between(version(1, LAYOUT, 3, 4, 0), version(2, LAYOUT, 3, 4, 2))
                .tensors()
                .get(1);

        assertThat(zero.relative()).isNaN();
        assertThat(zero.cosine()).isNaN();
    }

    @Test
    void shouldFindNoDifferenceBetweenCopies() {
        Part total = ModelDifference.between(version(1, LAYOUT, 3, 4, 0), version(2, LAYOUT, 3, 4, 0))
                .total();

        assertThat(total.l2Norm()).isZero();
        assertThat(total.relative()).isZero();
        assertThat(total.cosine()).isCloseTo(1, within(1e-15));
    }

    @Test
    void shouldRefuseToCompareOtherLayouts() {
        assertThatThrownBy(() -> ModelDifference.between(
                        version(1, LAYOUT, 1, 2, 3), version(2, ParameterLayout.flat(3), 1, 2, 3)))
                .isInstanceOf(FederationException.class)
                .hasMessageStartingWith("layouts of versions 1 and 2 must be the same to be compared");
    }
}
