/**
 * What travels between clients and the aggregator: records, topics, payloads, framing. Depends on Avro and the Kafka
 * clients; knows neither training nor aggregation.
 */
package dev.tributary.schemas;
