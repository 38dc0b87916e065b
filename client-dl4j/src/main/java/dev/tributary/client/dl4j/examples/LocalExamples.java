package dev.tributary.client.dl4j.examples;

import java.util.Iterator;
import org.nd4j.linalg.dataset.api.DataSet;

/** Where a trainer or an evaluator takes its mini-batches from. */
public interface LocalExamples {

    /**
     * Gives each example once.
     *
     * @param seed decides the order, if these examples have no order of their own
     * @return mini-batches, each valid until the next one is asked for; at least one
     * @throws dev.tributary.schemas.FederationException if the examples cannot be had again, or there are none
     */
    Iterator<DataSet> epoch(long seed);
}
