package dev.tributary.schemas.layout;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.Collectors;

/**
 * The tensors of a model in the order in which they follow each other in the flat vector of its parameters.
 *
 * @param tensors at least one, with different names
 */
public record ParameterLayout(List<TensorLayout> tensors) {

    /**
     * Most parameters that a model may have: a FLOAT32 payload of that many still fits in one Java array, and so do
     * the sums in {@code double}s.
     */
    public static final long MAX_PARAMETERS = (Integer.MAX_VALUE - 64) / Double.BYTES;

    /** Checks the bounds named above. */
    public ParameterLayout {
        tensors = List.copyOf(tensors);
        if (tensors.isEmpty()) {
            throw new IllegalArgumentException("layout must have at least one tensor, had none");
        }
        if (tensors.stream().map(TensorLayout::name).distinct().count() != tensors.size()) {
            throw new IllegalArgumentException("tensor names must differ, were "
                    + tensors.stream().map(TensorLayout::name).toList());
        }
        long parameters = countParameters(tensors);
        if (parameters > MAX_PARAMETERS) {
            throw new IllegalArgumentException(
                    "parameters of a model must be at most " + MAX_PARAMETERS + ", were " + parameters);
        }
    }

    /**
     * Makes the layout of a model that is one flat vector.
     *
     * @param parameterCount length of the vector, at least 1
     * @return a layout with the single tensor {@code parameters}
     */
    public static ParameterLayout flat(long parameterCount) {
        return new ParameterLayout(List.of(new TensorLayout("parameters", List.of(parameterCount), TensorOrder.C)));
    }

    /**
     * Counts the parameters.
     *
     * @return length of the flat vector, 1 to {@link #MAX_PARAMETERS}
     */
    public int parameterCount() {
        return Math.toIntExact(countParameters(tensors));
    }

    /**
     * Identifies the layout: two layouts are the same if and only if their fingerprints are.
     *
     * @return lower-case hex of the SHA-256 of one UTF-8 line per tensor, {@code name TAB order TAB d0,d1,… LF}
     */
    public String fingerprint() {
        String text = tensors.stream().map(ParameterLayout::line).collect(Collectors.joining());
        try {
            MessageDigest sha256 = MessageDigest.getInstance("SHA-256");
            return HexFormat.of().formatHex(sha256.digest(text.getBytes(StandardCharsets.UTF_8)));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java runtime has SHA-256", e);
        }
    }

    private static String line(TensorLayout tensor) {
        String shape = tensor.shape().stream().map(String::valueOf).collect(Collectors.joining(","));
        return tensor.name() + "\t" + tensor.order() + "\t" + shape + "\n";
    }

    private static long countParameters(List<TensorLayout> tensors) {
        return tensors.stream().mapToLong(TensorLayout::elementCount).reduce(0, Math::addExact);
    }
}
