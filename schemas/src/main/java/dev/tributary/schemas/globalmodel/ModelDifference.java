package dev.tributary.schemas.globalmodel;

import dev.tributary.schemas.FederationException;
import dev.tributary.schemas.layout.TensorLayout;
import java.util.ArrayList;
import java.util.List;

/**
 * How far one version is from another, tensor by tensor.
 *
 * @param tensors one for each tensor, in the layout's order
 * @param total   the same over the whole flat vector
 */
public record ModelDifference(List<Part> tensors, Part total) {

    /** Copies the list. */
    public ModelDifference {
        tensors = List.copyOf(tensors);
    }

    /**
     * How far a part of the flat vector is from the same part of another version.
     *
     * @param name       name of the tensor, or {@code total}
     * @param parameters its length
     * @param l2Norm     L2 norm of the difference
     * @param relative   that norm over the L2 norm of the first version's part; NaN if the latter is zero and the former
     *                   is not, 0 if both are
     * @param maxAbs     greatest absolute difference of an element
     * @param cosine     cosine of the angle between the two parts; NaN if one of them is zero
     */
    public record Part(String name, long parameters, double l2Norm, double relative, double maxAbs, double cosine) {}

    /**
     * Compares two versions.
     *
     * @param first  the first
     * @param second the second
     * @return the difference of the second from the first
     * @throws FederationException if their layouts differ
     */
    public static ModelDifference between(GlobalModel first, GlobalModel second) {
        if (!first.layout().fingerprint().equals(second.layout().fingerprint())) {
            throw new FederationException("layouts of versions " + first.version() + " and " + second.version()
                    + " must be the same to be compared, were " + first.layout().fingerprint() + " and "
                    + second.layout().fingerprint());
        }
        List<Part> parts = new ArrayList<>();
        Sums total = new Sums();
        int from = 0;
        for (TensorLayout tensor : first.layout().tensors()) {
            int to = from + Math.toIntExact(tensor.elementCount());
            Sums sums = new Sums();
            for (int i = from; i < to; i++) {
                sums.add(first.parameters()[i], second.parameters()[i]);
                total.add(first.parameters()[i], second.parameters()[i]);
            }
            parts.add(sums.part(tensor.name(), to - from));
            from = to;
        }
        return new ModelDifference(parts, total.part("total", from));
    }

    /** Running sums over pairs of elements. */
    private static final class Sums {

        private double firstSquares;
        private double secondSquares;
        private double products;
        private double differenceSquares;
        private double maxAbs;

        void add(double first, double second) {
            double difference = second - first;
            firstSquares += first * first;
            secondSquares += second * second;
            products += first * second;
            differenceSquares += difference * difference;
            maxAbs = Math.max(maxAbs, Math.abs(difference));
        }

        Part part(String name, long parameters) {
            double norm = Math.sqrt(differenceSquares);
            double firstNorm = Math.sqrt(firstSquares);
            double relative = norm == 0 ? 0 : firstNorm == 0 ? Double.NaN : norm / firstNorm;
            // Two square roots: the product of the squares would overflow or vanish sooner.
            double cosine = products / (firstNorm * Math.sqrt(secondSquares));
            return new Part(name, parameters, norm, relative, maxAbs, cosine);
        }
    }
}
