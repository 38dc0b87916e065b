/**
 * Norms, clipping, sums, and aggregation weights: one arithmetic for the aggregator, its replay, the comparison and
 * the client. Pure Java: no Kafka, no Avro, no logging.
 */
package dev.tributary.arithmetic;
