/**
 * DL4J's trainer and evaluator, built-in architectures, and the way of a network into and out of a global model.
 *
 * <p>Depends on data, state, training and schemas. This package and those below it are the only ones that import ND4J
 * and DL4J; {@code INDArray} does not leave them.
 *
 * <p>Many files: what users of the library name stands in this one package, and what only it needs in those below.
 */
package dev.tributary.client.dl4j;
