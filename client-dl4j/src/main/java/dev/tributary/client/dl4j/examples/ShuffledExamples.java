package dev.tributary.client.dl4j.examples;

import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.SplittableRandom;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.dataset.api.DataSet;

/**
 * Examples in a new order each epoch, mixed within a pool: each mini-batch is drawn from as many of the next examples as
 * the pool holds. A table that fits the pool is shuffled as a whole; of a longer one, which is best not sorted by label,
 * neighbours are.
 */
public final class ShuffledExamples implements LocalExamples {

    /** Examples that the pool holds at most. */
    public static final int MOST_EXAMPLES = 10_000;

    /** Bytes of features and labels that the pool holds at most, if that is more than one mini-batch. */
    public static final long MOST_BYTES = 64L << 20;

    private final LocalExamples inOrder;

    /**
     * @param inOrder gives the examples in an order of their own
     */
    public ShuffledExamples(LocalExamples inOrder) {
        this.inOrder = inOrder;
    }

    @Override
    public Iterator<DataSet> epoch(long seed) {
        return new Pool(inOrder.epoch(seed), new SplittableRandom(seed));
    }

    /** The examples that may come next; each a mini-batch of one. */
    private static final class Pool implements Iterator<DataSet> {

        private final Iterator<DataSet> source;
        private final SplittableRandom random;
        private final List<org.nd4j.linalg.dataset.DataSet> examples = new ArrayList<>();
        private long bytes;
        private int batchSize;

        Pool(Iterator<DataSet> source, SplittableRandom random) {
            this.source = source;
            this.random = random;
        }

        @Override
        public boolean hasNext() {
            return !examples.isEmpty() || source.hasNext();
        }

        @Override
        public DataSet next() {
            if (!hasNext()) {
                throw new NoSuchElementException("the epoch has no more mini-batches");
            }
            fill();
            List<org.nd4j.linalg.dataset.DataSet> drawn = new ArrayList<>(batchSize);
            while (drawn.size() < batchSize && !examples.isEmpty()) {
                drawn.add(draw());
            }
            return org.nd4j.linalg.dataset.DataSet.merge(drawn);
        }

        private void fill() {
            while (source.hasNext()
                    && (examples.size() < batchSize || examples.size() < MOST_EXAMPLES && bytes < MOST_BYTES)) {
                DataSet batch = source.next();
                batchSize = Math.max(batchSize, batch.numExamples());
                for (int i = 0; i < batch.numExamples(); i++) {
                    org.nd4j.linalg.dataset.DataSet copy = example(batch, i);
                    bytes += bytesOf(copy);
                    examples.add(copy);
                }
            }
        }

        /** A copy: the iterator may use the arrays of a mini-batch again. */
        private static org.nd4j.linalg.dataset.DataSet example(DataSet batch, int index) {
            return new org.nd4j.linalg.dataset.DataSet(
                    one(batch.getFeatures(), index),
                    one(batch.getLabels(), index),
                    one(batch.getFeaturesMaskArray(), index),
                    one(batch.getLabelsMaskArray(), index));
        }

        /** By hand, since DataSet's own ways lose labels of one column. */
        private static INDArray one(INDArray values, int index) {
            if (values == null) {
                return null;
            }
            long[] shape = values.shape().clone();
            shape[0] = 1;
            return values.slice(index, 0).dup('c').reshape('c', shape);
        }

        private org.nd4j.linalg.dataset.DataSet draw() {
            int last = examples.size() - 1;
            int chosen = random.nextInt(examples.size());
            org.nd4j.linalg.dataset.DataSet example = examples.get(chosen);
            examples.set(chosen, examples.get(last));
            examples.remove(last);
            bytes -= bytesOf(example);
            return example;
        }

        private static long bytesOf(DataSet example) {
            return bytesOf(example.getFeatures()) + bytesOf(example.getLabels());
        }

        private static long bytesOf(INDArray values) {
            return values.length() * values.dataType().width();
        }
    }
}
