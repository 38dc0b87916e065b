/**
 * Local training: the interface every trainer implements, DL4J's implementation of it, built-in architectures, and the
 * way of a network into and out of a global model.
 *
 * <p>Depends on data, state and schemas. Besides its own {@code layers}, this is the only package of the client that imports
 * ND4J and DL4J; {@code INDArray} does not leave it.
 */
package dev.tributary.client.training;
