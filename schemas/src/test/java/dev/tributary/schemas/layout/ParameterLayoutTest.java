package dev.tributary.schemas.layout;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tributary.schemas.GoldenFiles;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class ParameterLayoutTest {

    private static final TensorLayout WEIGHTS = tensor("0_W", TensorOrder.F, 2, 3);
    private static final TensorLayout BIAS = tensor("0_b", TensorOrder.C, 3);

    static Stream<JsonNode> golden() {
        return GoldenFiles.vectors("layouts");
    }

    @ParameterizedTest
    @MethodSource("golden")
    void shouldHaveTheGoldenFingerprint(JsonNode golden) {
        ParameterLayout layout = new ParameterLayout(GoldenFiles.stream(golden.get("tensors"))
                .map(ParameterLayoutTest::tensor)
                .toList());

        assertThat(layout.fingerprint()).isEqualTo(golden.get("fingerprint").textValue());
        assertThat(layout.parameterCount())
                .isEqualTo(golden.get("parameterCount").intValue());
    }

    @Test
    void shouldHaveAnotherFingerprintWhenAnythingDiffers() {
        List<ParameterLayout> layouts = List.of(
                new ParameterLayout(List.of(WEIGHTS, BIAS)),
                new ParameterLayout(List.of(BIAS, WEIGHTS)),
                new ParameterLayout(List.of(WEIGHTS)),
                new ParameterLayout(List.of(tensor("0_W", TensorOrder.C, 2, 3), BIAS)),
                new ParameterLayout(List.of(tensor("0_W", TensorOrder.F, 3, 2), BIAS)),
                new ParameterLayout(List.of(tensor("0_W", TensorOrder.F, 6), BIAS)),
                new ParameterLayout(List.of(tensor("1_W", TensorOrder.F, 2, 3), BIAS)));

        assertThat(layouts.stream().map(ParameterLayout::fingerprint)).doesNotHaveDuplicates();
    }

    @Test
    void shouldCountOneParameterWhenTensorIsAScalar() {
        assertThat(new ParameterLayout(List.of(tensor("scale", TensorOrder.C))).parameterCount())
                .isOne();
    }

    @Test
    void shouldAcceptTheMostParametersAndRefuseOneMore() {
        assertThat(ParameterLayout.flat(ParameterLayout.MAX_PARAMETERS).parameterCount())
                .isEqualTo(268_435_447);
        assertThatThrownBy(() -> ParameterLayout.flat(ParameterLayout.MAX_PARAMETERS + 1))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("parameters of a model must be at most 268435447, were 268435448");
    }

    @Test
    void shouldRefuseWhenThereIsNoTensor() {
        assertThatThrownBy(() -> new ParameterLayout(List.of())).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void shouldRefuseWhenNamesAreTheSame() {
        assertThatThrownBy(() -> new ParameterLayout(List.of(BIAS, BIAS)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("0_b");
    }

    @Test
    void shouldRefuseWhenASizeOverflows() {
        List<TensorLayout> product = List.of(tensor("a", TensorOrder.C, 1L << 32, 1L << 32));
        List<TensorLayout> sum =
                List.of(tensor("a", TensorOrder.C, Long.MAX_VALUE), tensor("b", TensorOrder.C, Long.MAX_VALUE));

        assertThatThrownBy(() -> new ParameterLayout(product)).isInstanceOf(ArithmeticException.class);
        assertThatThrownBy(() -> new ParameterLayout(sum)).isInstanceOf(ArithmeticException.class);
    }

    @ParameterizedTest
    @ValueSource(longs = {0, -1, Long.MIN_VALUE})
    void shouldRefuseWhenALengthIsBelowOne(long length) {
        assertThatThrownBy(() -> tensor("a", TensorOrder.C, 5, length))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("shape of tensor a must have lengths of at least 1, was [5, " + length + "]");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "a\tb", "a\nb", "\r"})
    void shouldRefuseWhenTheNameWouldBreakTheFingerprint(String name) {
        assertThatThrownBy(() -> tensor(name, TensorOrder.C)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void shouldBoundTheLengthOfANameAt128() {
        assertThat(tensor("n".repeat(128), TensorOrder.C).elementCount()).isOne();
        assertThatThrownBy(() -> tensor("n".repeat(129), TensorOrder.C)).isInstanceOf(IllegalArgumentException.class);
    }

    private static TensorLayout tensor(JsonNode node) {
        List<Long> shape =
                GoldenFiles.stream(node.get("shape")).map(JsonNode::longValue).toList();
        return new TensorLayout(
                node.get("name").textValue(),
                shape,
                TensorOrder.valueOf(node.get("order").textValue()));
    }

    private static TensorLayout tensor(String name, TensorOrder order, long... shape) {
        return new TensorLayout(name, Arrays.stream(shape).boxed().toList(), order);
    }
}
