package dev.tributary.client.dl4j.network;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tributary.schemas.FederationException;
import dev.tributary.schemas.layout.ParameterLayout;
import dev.tributary.schemas.layout.TensorLayout;
import dev.tributary.schemas.layout.TensorOrder;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class ParameterMappingTest {

    private static final ParameterLayout NETWORK = layout("a:2", "b:3", "c:1");

    @Test
    void shouldKeepTheVectorWhenTheModelIsTheNetwork() {
        assertThat(ParameterMapping.between(NETWORK, NETWORK).isWhole()).isTrue();
        assertThat(ParameterMapping.between(layout("b:3", "a:2", "c:1"), NETWORK)
                        .isWhole())
                .isFalse();
        assertThat(ParameterMapping.between(layout("a:2", "b:3"), NETWORK).isWhole())
                .isFalse();
    }

    @Test
    void shouldFindTensorsByNameWhenOrderIsAnotherAndSomeAreMissing() {
        ParameterMapping mapping = ParameterMapping.between(layout("c:1", "a:2"), NETWORK);

        assertThat(mapping.toNetwork(new float[] {1, 2, 3}, new float[] {9, 9, 4, 5, 6, 9}))
                .containsExactly(2, 3, 4, 5, 6, 1);
        assertThat(mapping.toModel(new float[] {2, 3, 4, 5, 6, 1}, null)).containsExactly(1, 2, 3);
        assertThat(mapping.hasLocal()).isTrue();
        assertThat(mapping.hasControl()).isFalse();
        assertThat(mapping.sharedRanges()).containsExactly(new FlatRange(0, 2), new FlatRange(5, 6));
    }

    @Test
    void shouldFindControlVariatesWhenTheyTravelToo() {
        ParameterMapping mapping =
                ParameterMapping.between(layout("a:2", "c:1", "control/a:2", "control/c:1"), NETWORK);

        assertThat(mapping.hasControl()).isTrue();
        assertThat(mapping.control(new float[] {1, 2, 3, 4, 5, 6})).containsExactly(4, 5, 0, 0, 0, 6);
        assertThat(mapping.toModel(new float[] {1, 2, 8, 8, 8, 3}, new float[] {4, 5, 8, 8, 8, 6}))
                .containsExactly(1, 2, 3, 4, 5, 6);
    }

    @Test
    void shouldRefuseLayoutWhenItIsNotTheDefinitions() {
        refuse("tensor a of the model must be [2] in order C as its definition says, was [3]", "a:3", "b:3", "c:1");
        refuse("layout of the model must have tensors of its definition only, had [d]", "a:2", "d:1");
        refuse(
                "layout of the model must have tensors of its definition only, had [control/d]",
                "a:2",
                "control/a:2",
                "control/d:1");
        refuse("layout of the model must have a tensor control/b if and only if it has b", "a:2", "b:3", "control/a:2");
        refuse(
                "layout of the model must have a tensor control/b if and only if it has b",
                "a:2",
                "control/a:2",
                "control/b:3");
        refuse("tensor control/a of the model must be [2]", "a:2", "control/a:1");
    }

    private static void refuse(String message, String... tensors) {
        ParameterLayout model = layout(tensors);
        assertThatThrownBy(() -> ParameterMapping.between(model, NETWORK))
                .isInstanceOf(FederationException.class)
                .hasMessageStartingWith(message);
    }

    /** Makes a layout of vectors from {@code name:length}. */
    private static ParameterLayout layout(String... tensors) {
        return new ParameterLayout(Stream.of(tensors)
                .map(tensor -> tensor.split(":", -1))
                .map(parts -> new TensorLayout(parts[0], List.of(Long.valueOf(parts[1])), TensorOrder.C))
                .toList());
    }
}
