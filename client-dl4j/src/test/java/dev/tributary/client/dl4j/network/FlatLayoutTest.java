package dev.tributary.client.dl4j.network;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tributary.client.dl4j.BuiltInArchitecture;
import dev.tributary.client.dl4j.TrainingFixtures;
import dev.tributary.schemas.layout.TensorLayout;
import dev.tributary.schemas.layout.TensorOrder;
import java.util.List;
import java.util.Map;
import org.deeplearning4j.nn.api.Model;
import org.deeplearning4j.nn.conf.MultiLayerConfiguration;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.junit.jupiter.api.Test;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.learning.config.Sgd;

class FlatLayoutTest {

    @Test
    void shouldNameTensorsInOrderOfFlatVectorWhenNetworkIsConvolutional() {
        List<TensorLayout> tensors =
                FlatLayout.of(network(BuiltInArchitecture.SMALL_CNN)).tensors();

        assertThat(tensors)
                .extracting(TensorLayout::name)
                .containsExactly("0_b", "0_W", "2_b", "2_W", "4_W", "4_b", "5_W", "5_b");
        assertThat(tensors.get(1)).isEqualTo(new TensorLayout("0_W", List.of(8L, 1L, 5L, 5L), TensorOrder.C));
        assertThat(tensors.get(4)).isEqualTo(new TensorLayout("4_W", List.of(784L, 64L), TensorOrder.F));
    }

    @Test
    void shouldFindEveryElementWhereLayoutSaysWhenNetworkIsConvolutional() {
        assertEveryElementIsFound(network(BuiltInArchitecture.SMALL_CNN));
    }

    @Test
    void shouldFindEveryElementWhereLayoutSaysWhenNetworkIsGraph() {
        assertEveryElementIsFound(TrainingFixtures.tinyGraph(new Sgd(0.1)));
    }

    private static void assertEveryElementIsFound(Model network) {
        float[] flat = Dl4jNetwork.copyParameters(network);
        Map<String, INDArray> table = network.paramTable();
        int start = 0;
        for (TensorLayout tensor : FlatLayout.of(network).tensors()) {
            INDArray expected = table.get(tensor.name());
            for (int i = 0; i < tensor.elementCount(); i++) {
                assertThat(expected.getFloat(indices(i, tensor)))
                        .as("element %s of %s", i, tensor)
                        .isEqualTo(flat[start + i]);
            }
            start += (int) tensor.elementCount();
        }
        assertThat(start).isEqualTo(flat.length);
    }

    /** Indices of the element at a position of a tensor, as anybody works them out from shape and order. */
    private static long[] indices(int position, TensorLayout tensor) {
        long[] indices = new long[tensor.shape().size()];
        long rest = position;
        for (int i = 0; i < indices.length; i++) {
            int dimension = tensor.order() == TensorOrder.C ? indices.length - 1 - i : i;
            indices[dimension] = rest % tensor.shape().get(dimension);
            rest /= tensor.shape().get(dimension);
        }
        return indices;
    }

    private static MultiLayerNetwork network(BuiltInArchitecture architecture) {
        String json = architecture.initialModel(1).definition().text();
        MultiLayerNetwork network = new MultiLayerNetwork(MultiLayerConfiguration.fromJson(json));
        network.init();
        return network;
    }
}
