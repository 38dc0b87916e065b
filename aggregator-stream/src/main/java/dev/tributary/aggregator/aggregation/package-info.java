/** The mathematics of a round: sums, staleness, strategies. Pure Java: no Kafka, no Avro, no logging. */
package dev.tributary.aggregator.aggregation;
