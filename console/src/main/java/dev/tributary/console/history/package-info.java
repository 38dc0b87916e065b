/**
 * The rounds and rejections of a federation, in bounded memory and without anybody's pseudonym; and the same as a feed of sentences.
 * Knows nothing of HTTP or of Kafka's consumers.
 */
package dev.tributary.console.history;
