/**
 * Labelled images for local training: MNIST-format files, digits drawn from a seed, and the partitioners that deal
 * them out to clients.
 *
 * <p>Plain Java: neither ND4J/DL4J nor Kafka is imported here.
 */
package dev.tributary.client.data;
