package dev.tributary.client.dl4j.examples;

import dev.tributary.client.data.LabelledExamples;
import dev.tributary.schemas.FederationException;
import java.util.Iterator;
import java.util.NoSuchElementException;
import java.util.SplittableRandom;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.dataset.api.DataSet;
import org.nd4j.linalg.factory.Nd4j;

/**
 * Labelled examples as mini-batches: each a flat row of features, such as pixels in [0, 1], and a row of its label.
 *
 * <p>Each epoch has an order of its own. Mini-batches are copied straight from the examples, when they are asked for and
 * in the thread that asks: that takes a hundredth of the time of a training step, and DL4J's prefetching thread costs
 * more than it saves.
 */
public final class RowExamples implements LocalExamples {

    private final LabelledExamples rows;
    private final int batchSize;
    private final boolean shuffle;

    /**
     * @param rows      at least one; kept
     * @param batchSize examples a mini-batch, at least 1; the last one of an epoch may be smaller
     * @param shuffle   false to keep the order
     */
    public RowExamples(LabelledExamples rows, int batchSize, boolean shuffle) {
        if (rows.size() < 1) {
            throw new FederationException("examples of a client must be at least 1, were 0");
        }
        if (batchSize < 1) {
            throw new FederationException("batch size must be at least 1, was " + batchSize);
        }
        this.rows = rows;
        this.batchSize = batchSize;
        this.shuffle = shuffle;
    }

    @Override
    public Iterator<DataSet> epoch(long seed) {
        int[] order = new int[rows.size()];
        for (int i = 0; i < order.length; i++) {
            order[i] = i;
        }
        if (shuffle) {
            shuffle(order, new SplittableRandom(seed));
        }
        return new Iterator<>() {
            private int next;

            @Override
            public boolean hasNext() {
                return next < order.length;
            }

            @Override
            public DataSet next() {
                if (!hasNext()) {
                    throw new NoSuchElementException("the epoch has no more mini-batches");
                }
                int from = next;
                next = Math.min(order.length, from + batchSize);
                return batch(order, from, next);
            }
        };
    }

    private DataSet batch(int[] order, int from, int to) {
        int size = to - from;
        float[] features = new float[size * rows.featureCount()];
        float[] labels = new float[size * rows.labelWidth()];
        for (int i = 0; i < size; i++) {
            rows.copyFeatures(order[from + i], features, i * rows.featureCount());
            rows.copyLabel(order[from + i], labels, i * rows.labelWidth());
        }
        return new org.nd4j.linalg.dataset.DataSet(matrix(features, size), matrix(labels, size));
    }

    private static INDArray matrix(float[] values, int rows) {
        return Nd4j.create(values, new long[] {rows, values.length / rows}, 'c');
    }

    private static void shuffle(int[] values, SplittableRandom random) {
        for (int i = values.length - 1; i > 0; i--) {
            int other = random.nextInt(i + 1);
            int value = values[i];
            values[i] = values[other];
            values[other] = value;
        }
    }
}
