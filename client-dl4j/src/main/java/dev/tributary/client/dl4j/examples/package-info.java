/**
 * Local examples as mini-batches of DL4J. Public for {@code dev.tributary.client.dl4j} alone; users give it iterators or
 * images. Depends on data.
 */
package dev.tributary.client.dl4j.examples;
