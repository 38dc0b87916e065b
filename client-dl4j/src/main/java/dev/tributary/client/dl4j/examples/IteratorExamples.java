package dev.tributary.client.dl4j.examples;

import dev.tributary.schemas.FederationException;
import java.util.Iterator;
import org.nd4j.linalg.dataset.api.DataSet;
import org.nd4j.linalg.dataset.api.iterator.DataSetIterator;

/** Examples of a DL4J iterator, in its own order and mini-batches; one that is not a number is refused. */
public final class IteratorExamples implements LocalExamples {

    private final DataSetIterator iterator;

    /**
     * @param iterator reset before every epoch if it can be
     */
    public IteratorExamples(DataSetIterator iterator) {
        this.iterator = iterator;
    }

    @Override
    public Iterator<DataSet> epoch(long seed) {
        if (iterator.resetSupported()) {
            iterator.reset();
        }
        if (!iterator.hasNext()) {
            throw new FederationException(
                    "examples of a client must be at least 1 in every epoch, were 0: the iterator has no next mini-batch"
                            + (iterator.resetSupported() ? "" : " and cannot be reset"));
        }
        return new Iterator<>() {
            private long given;

            @Override
            public boolean hasNext() {
                return iterator.hasNext();
            }

            @Override
            public DataSet next() {
                DataSet batch = iterator.next();
                FiniteExamples.require(batch, given + 1);
                given += batch.numExamples();
                return batch;
            }
        };
    }
}
