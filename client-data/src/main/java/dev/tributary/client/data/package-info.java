/**
 * Labelled images for local training: the view that trainers take, and files in MNIST's format. Where they come from
 * otherwise and how they are dealt out stands in {@code digits} and {@code partition}.
 *
 * <p>Plain Java: neither an engine nor Kafka is imported here.
 */
package dev.tributary.client.data;
