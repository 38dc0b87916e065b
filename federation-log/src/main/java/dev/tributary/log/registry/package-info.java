/**
 * Schema ids from a Confluent-compatible registry: its settings among Kafka's, its REST API, the ids remembered of it,
 * and which framing a process writes. Depends on framing, Avro, Jackson and Kafka's way of configuring.
 */
package dev.tributary.log.registry;
