package dev.tributary.client.dl4j;

import java.util.OptionalDouble;

/**
 * How well a model does on examples.
 *
 * @param accuracy     share of the examples that it classifies rightly, 0 to 1
 * @param loss         mean of the model's loss function per example, without regularisation
 * @param exampleCount examples that were measured, at least 1
 * @param auc          area under the ROC curve, 0 to 1; empty unless the model tells two classes apart and both occur
 */
public record ModelQuality(double accuracy, double loss, long exampleCount, OptionalDouble auc) {}
