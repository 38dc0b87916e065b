/**
 * DL4J's trainer and evaluator, built-in architectures, and the way of a network into and out of a global model.
 *
 * <p>Depends on data, state, training and schemas. Besides its own {@code layers}, this is the only package that imports
 * ND4J and DL4J; {@code INDArray} does not leave it.
 */
package dev.tributary.client.dl4j;
