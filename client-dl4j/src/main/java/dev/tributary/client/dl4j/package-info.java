/**
 * DL4J's trainer and evaluator, built-in architectures, and the way of a network into and out of a global model.
 *
 * <p>Depends on data, state, training and schemas. This package and those below it are the only ones that import ND4J
 * and DL4J; {@code INDArray} does not leave them.
 */
package dev.tributary.client.dl4j;
