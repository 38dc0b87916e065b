package com.example.table;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.Random;
import org.nd4j.linalg.dataset.DataSet;
import org.nd4j.linalg.dataset.api.DataSetPreProcessor;
import org.nd4j.linalg.dataset.api.iterator.DataSetIterator;

/** Mini-batches of a table's rows, in a new order each time that the trainer begins an epoch. */
final class ShuffledRows implements DataSetIterator {

    private static final long serialVersionUID = 1;

    private final transient List<Table.Row> rows;
    private final int batchSize;
    private final Random random;
    private int next;

    ShuffledRows(Table table, int batchSize, long seed) {
        this.rows = new ArrayList<>(table.rows());
        this.batchSize = batchSize;
        this.random = new Random(seed);
    }

    // tag::shuffle[]
    /** The trainer calls it before each epoch. A file that is sorted by label teaches one label after the other. */
    @Override
    public void reset() {
        Collections.shuffle(rows, random);
        next = 0;
    }

    @Override
    public DataSet next(int count) {
        if (!hasNext()) {
            throw new NoSuchElementException("no row is left; call reset()");
        }
        int end = Math.min(rows.size(), next + count);
        DataSet batch = Table.dataSet(rows.subList(next, end));
        next = end;
        return batch;
    }
    // end::shuffle[]

    @Override
    public DataSet next() {
        return next(batchSize);
    }

    @Override
    public boolean hasNext() {
        return next < rows.size();
    }

    @Override
    public boolean resetSupported() {
        return true;
    }

    @Override
    public boolean asyncSupported() {
        return false;
    }

    @Override
    public int batch() {
        return batchSize;
    }

    @Override
    public int inputColumns() {
        return rows.get(0).features().length;
    }

    @Override
    public int totalOutcomes() {
        return 2;
    }

    @Override
    public List<String> getLabels() {
        return List.of("0", "1");
    }

    @Override
    public void setPreProcessor(DataSetPreProcessor preProcessor) {
        throw new UnsupportedOperationException("rows are scaled when they are read");
    }

    @Override
    public DataSetPreProcessor getPreProcessor() {
        return null;
    }
}
