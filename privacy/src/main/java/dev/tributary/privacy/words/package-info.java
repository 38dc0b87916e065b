/**
 * Vectors of b-bit words, added modulo 2^b: the arithmetic of masked sums. Exact, in any order, so that a restart, another
 * partition or a replay gives the same bits by nature. Pure Java: no Kafka, no Avro, no logging.
 */
package dev.tributary.privacy.words;
