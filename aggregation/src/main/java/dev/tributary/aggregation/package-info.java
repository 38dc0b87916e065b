/**
 * How updates become a step of the model: strategies and server optimisers. Pure Java: no Kafka, no Avro, no logging,
 * and no ND4J, whose natives the aggregator's image does without. Subpackages hold the rules that need every update and
 * the names of all strategies. Depends on arithmetic.
 */
package dev.tributary.aggregation;
