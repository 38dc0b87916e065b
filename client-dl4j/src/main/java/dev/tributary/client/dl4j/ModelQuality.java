package dev.tributary.client.dl4j;

/**
 * How well a model does on examples.
 *
 * @param accuracy     share of the examples that it classifies rightly, 0 to 1
 * @param loss         mean of the model's loss function per example, without regularisation
 * @param exampleCount examples that were measured, at least 1
 */
public record ModelQuality(double accuracy, double loss, long exampleCount) {}
