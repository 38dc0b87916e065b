package dev.tributary.client.dl4j.network;

import java.util.ArrayList;
import java.util.List;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.indexing.NDArrayIndex;

/**
 * Consecutive elements of a flat vector.
 *
 * @param from first element
 * @param to   one past the last element
 */
public record FlatRange(long from, long to) {

    /** Views these elements of a flat vector. */
    public INDArray of(INDArray flat) {
        long length = flat.length();
        INDArray vector = flat.reshape(length);
        return from == 0 && to == length ? vector : vector.get(NDArrayIndex.interval(from, to));
    }

    /** Makes one range of those that touch. They must be in order. */
    public static List<FlatRange> merged(List<FlatRange> ranges) {
        List<FlatRange> merged = new ArrayList<>();
        for (FlatRange range : ranges) {
            int last = merged.size() - 1;
            if (last >= 0 && merged.get(last).to == range.from) {
                merged.set(last, new FlatRange(merged.get(last).from, range.to));
            } else {
                merged.add(range);
            }
        }
        return merged;
    }
}
