package dev.tributary.client.dl4j.network;

import dev.tributary.schemas.layout.ParameterLayout;
import dev.tributary.schemas.layout.TensorLayout;
import dev.tributary.schemas.layout.TensorOrder;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import org.deeplearning4j.nn.api.Model;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * Works out how DL4J flattens a network's parameters.
 *
 * <p>DL4J's parameters are views of one flat vector: a convolution's bias before its filters, a dense layer's after its
 * matrix, some in C order and some in F order. The views' own offsets and strides are asked, since DL4J promises
 * neither.
 */
public final class FlatLayout {

    private FlatLayout() {}

    /**
     * Describes the flat vector of a network.
     *
     * @param network initialised
     * @return tensors named as in DL4J's table, such as {@code 0_W}
     * @throws IllegalStateException if the parameters do not fill the vector one after the other
     */
    public static ParameterLayout of(Model network) {
        List<Map.Entry<String, INDArray>> views =
                new ArrayList<>(network.paramTable().entrySet());
        views.sort(Comparator.comparingLong(view -> view.getValue().offset()));
        List<TensorLayout> tensors = new ArrayList<>();
        long end = network.params().offset();
        for (Map.Entry<String, INDArray> view : views) {
            INDArray values = view.getValue();
            if (values.offset() != end) {
                throw new IllegalStateException("parameter " + view.getKey() + " must begin at element " + end
                        + " of the flat vector, began at " + values.offset());
            }
            end += values.length();
            List<Long> shape = Arrays.stream(values.shape()).boxed().toList();
            tensors.add(new TensorLayout(view.getKey(), shape, order(view.getKey(), values)));
        }
        return new ParameterLayout(tensors);
    }

    private static TensorOrder order(String name, INDArray values) {
        if (hasStrides(values, 'c')) {
            return TensorOrder.C;
        }
        if (hasStrides(values, 'f')) {
            return TensorOrder.F;
        }
        throw new IllegalStateException("parameter " + name + " must be flattened in C or F order, has strides "
                + Arrays.toString(values.stride()));
    }

    private static boolean hasStrides(INDArray values, char order) {
        long expected = 1;
        for (int i = 0; i < values.rank(); i++) {
            int dimension = order == 'c' ? values.rank() - 1 - i : i;
            // The stride of a dimension of length 1 is never used, and ND4J puts any number there.
            if (values.size(dimension) != 1 && values.stride(dimension) != expected) {
                return false;
            }
            expected *= values.size(dimension);
        }
        return true;
    }
}
