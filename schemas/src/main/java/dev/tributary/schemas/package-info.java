/**
 * The data that travels between clients, aggregator and operators: records, topics, payloads, framing. Depends on Avro;
 * knows neither Kafka's clients, nor training, nor aggregation.
 *
 * <p>Few files: it holds the one exception that users see, the reading of files that they write and the writing of whole and
 * private ones, and its packages
 * the rest.
 */
package dev.tributary.schemas;
