package dev.tributary.client.dl4j.examples;

import dev.tributary.schemas.FederationException;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.dataset.api.DataSet;

/** Checks examples where they enter: one that is not a number would make the whole model so. */
final class FiniteExamples {

    private FiniteExamples() {}

    /**
     * Checks a mini-batch.
     *
     * @param batch not changed
     * @param first number of its first example in this epoch, counted from 1
     * @throws FederationException with the example's number and the value's place in it
     */
    static void require(DataSet batch, long first) {
        require("feature", batch.getFeatures(), first);
        require("label", batch.getLabels(), first);
    }

    private static void require(String kind, INDArray values, long first) {
        if (values.isEmpty() || Double.isFinite(values.sumNumber().doubleValue())) {
            return;
        }
        for (int i = 0; i < values.size(0); i++) {
            double[] example = values.slice(i, 0).dup('c').data().asDouble();
            for (int j = 0; j < example.length; j++) {
                if (!Double.isFinite(example[j])) {
                    throw new FederationException(kind + "s of each example must be finite, was " + example[j]
                            + " in example " + (first + i) + " as its iterator counts from 1, " + kind + " " + (j + 1)
                            + "; leave the example out or fill the value in");
                }
            }
        }
    }
}
