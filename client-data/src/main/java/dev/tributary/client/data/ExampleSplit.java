package dev.tributary.client.data;

import java.util.Objects;

/**
 * Examples of a client in two parts that share none.
 *
 * @param train examples to train on
 * @param test  examples that are never trained on, of the same kind; none where nothing is measured
 */
public record ExampleSplit(LabelledExamples train, LabelledExamples test) {

    /** Checks that both parts have as many features and labels of one width. */
    public ExampleSplit {
        Objects.requireNonNull(train, "train");
        Objects.requireNonNull(test, "test");
        if (train.featureCount() != test.featureCount() || train.labelWidth() != test.labelWidth()) {
            throw new IllegalArgumentException("test must be of the same shape as train, " + train.featureCount()
                    + " features, was " + test.featureCount());
        }
    }
}
