package dev.tributary.schemas.layout;

import java.util.List;

/**
 * One tensor of a model.
 *
 * @param name  unique in its layout, 1 to 128 characters, no tab and no line break
 * @param shape length of each dimension, each at least 1; empty for a scalar
 * @param order order in which the elements stand in the flat vector
 */
public record TensorLayout(String name, List<Long> shape, TensorOrder order) {

    private static final int MAX_NAME_LENGTH = 128;

    /** Checks the bounds named above. */
    public TensorLayout {
        shape = List.copyOf(shape);
        if (name.isEmpty() || name.length() > MAX_NAME_LENGTH || name.matches("(?s).*[\\t\\n\\r].*")) {
            throw new IllegalArgumentException("tensor name must be 1 to " + MAX_NAME_LENGTH
                    + " characters without tabs and line breaks, was '" + name + "'");
        }
        if (shape.stream().anyMatch(length -> length < 1)) {
            throw new IllegalArgumentException(
                    "shape of tensor " + name + " must have lengths of at least 1, was " + shape);
        }
    }

    /**
     * Counts the elements.
     *
     * @return product of the shape, at least 1
     * @throws ArithmeticException if it exceeds a {@code long}
     */
    public long elementCount() {
        return shape.stream().reduce(1L, Math::multiplyExact);
    }
}
