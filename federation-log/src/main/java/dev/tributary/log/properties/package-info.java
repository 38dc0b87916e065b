/**
 * The Kafka properties that users set: which are known, which each process leaves to them, and what the others get. The
 * table stands in docs/kafka-settings.md. Depends on Kafka's clients and on schemas' exception.
 */
package dev.tributary.log.properties;
