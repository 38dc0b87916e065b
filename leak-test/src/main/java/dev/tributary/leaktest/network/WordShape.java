package dev.tributary.leaktest.network;

import dev.tributary.schemas.layout.ParameterLayout;
import dev.tributary.schemas.layout.TensorLayout;
import dev.tributary.schemas.layout.TensorOrder;
import java.util.List;

/**
 * Shape of the network of next words: an embedding and an output matrix, both one row a word, and an output bias a word.
 *
 * @param words words of the vocabulary, 2 or more
 * @param width elements of a row, 1 or more
 */
public record WordShape(int words, int width) {

    /**
     * @throws IllegalArgumentException if an argument is outside its bound
     */
    public WordShape {
        if (words < 2 || width < 1) {
            throw new IllegalArgumentException(
                    "words must be 2 or more and width 1 or more, were " + words + " and " + width);
        }
    }

    /**
     * Counts the parameters.
     *
     * @return length of the flat vector
     */
    public int parameterCount() {
        return words * (2 * width + 1);
    }

    /**
     * Finds the output matrix in the flat vector: the embedding stands before it.
     *
     * @return index of its first element
     */
    public int outputAt() {
        return words * width;
    }

    /**
     * Finds the output bias in the flat vector.
     *
     * @return index of its first element
     */
    public int biasAt() {
        return 2 * words * width;
    }

    /**
     * Gives the layout that updates name.
     *
     * @return three tensors
     */
    public ParameterLayout layout() {
        return new ParameterLayout(List.of(
                new TensorLayout("embedding", List.of((long) words, (long) width), TensorOrder.C),
                new TensorLayout("output", List.of((long) words, (long) width), TensorOrder.C),
                new TensorLayout("bias", List.of((long) words), TensorOrder.C)));
    }
}
