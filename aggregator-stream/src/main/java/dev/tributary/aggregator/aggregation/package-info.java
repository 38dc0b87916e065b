/**
 * The mathematics of a round: sums, staleness, how deltas are combined, server optimisers. Pure Java: no Kafka, no Avro,
 * no logging, and no ND4J, whose natives the aggregator's image does without. Subpackages hold the rules that need every
 * update and the names of all strategies.
 */
package dev.tributary.aggregator.aggregation;
