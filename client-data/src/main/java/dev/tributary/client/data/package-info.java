/**
 * Labelled examples for local training: the view that trainers take, images, and files in MNIST's format. Where images
 * come from otherwise and how they are dealt out stands in {@code digits} and {@code partition}; tables in {@code table}.
 *
 * <p>Plain Java: neither an engine nor Kafka is imported here.
 */
package dev.tributary.client.data;
