package dev.tributary.client.data;

import java.util.Objects;

/**
 * A data set in two parts that share no example.
 *
 * @param train examples for clients to train on
 * @param test  examples that no client ever trains on: accuracy is measured here
 */
public record TrainTestSplit(LabelledImages train, LabelledImages test) {

    /** Checks that both parts hold images of one size and the same classes. */
    public TrainTestSplit {
        Objects.requireNonNull(train, "train");
        Objects.requireNonNull(test, "test");
        if (train.rows() != test.rows()
                || train.columns() != test.columns()
                || train.classCount() != test.classCount()) {
            throw new IllegalArgumentException("test must be of the same shape as train, " + train + ", was " + test);
        }
    }
}
