package dev.tributary.client.dl4j.network;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.OptionalDouble;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.dataset.api.DataSet;

/**
 * Area under the ROC curve of a model that tells two classes apart: the chance that an example of the second class gets a
 * higher score than one of the first, ties counting half (Mann and Whitney 1947; Hanley and McNeil 1982).
 *
 * <p>Exact, from the ranks of all scores: 16 bytes an example. Masked examples and sequences are not counted: the area is
 * then empty, as it is for more classes than two.
 *
 * <p>Not thread-safe.
 */
public final class RocArea {

    private static final int MATRIX = 2;

    private final List<Scored> examples = new ArrayList<>();
    private boolean isBinary = true;

    private record Scored(double score, boolean isPositive) {}

    /**
     * Adds a mini-batch.
     *
     * @param batch  labels; not changed
     * @param output as the network computed it; not changed
     */
    public void add(DataSet batch, INDArray output) {
        isBinary = isBinary && output.rank() == MATRIX && output.size(1) <= 2 && batch.getLabelsMaskArray() == null;
        if (!isBinary) {
            examples.clear();
            return;
        }
        // One sigmoid, or the second of two softmax outputs.
        long column = output.size(1) - 1;
        for (int i = 0; i < output.size(0); i++) {
            examples.add(
                    new Scored(output.getDouble(i, column), batch.getLabels().getDouble(i, column) > 0.5));
        }
    }

    /**
     * Computes the area.
     *
     * @return that of all that was added; empty unless there are two classes, both occur, and each score is finite
     */
    public OptionalDouble value() {
        long positives = examples.stream().filter(Scored::isPositive).count();
        long negatives = examples.size() - positives;
        boolean isFinite = examples.stream().allMatch(example -> Double.isFinite(example.score()));
        if (!isBinary || !isFinite || positives == 0 || negatives == 0) {
            return OptionalDouble.empty();
        }
        List<Scored> ranked = new ArrayList<>(examples);
        ranked.sort(Comparator.comparingDouble(Scored::score));
        double rankSum = 0;
        for (int from = 0; from < ranked.size(); ) {
            int to = from;
            int ties = 0;
            while (to < ranked.size()
                    && ranked.get(to).score() == ranked.get(from).score()) {
                ties += ranked.get(to).isPositive() ? 1 : 0;
                to++;
            }
            // Ranks from + 1 to to: all of a tie have their mean.
            rankSum += ties * (from + 1 + to) / 2.0;
            from = to;
        }
        return OptionalDouble.of((rankSum - positives * (positives + 1) / 2.0) / ((double) positives * negatives));
    }
}
