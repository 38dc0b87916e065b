/**
 * How a process of ours reaches the Kafka cluster and what it finds there, said in one line a person can act on.
 * Depends on topic, registry and the Kafka clients.
 */
package dev.tributary.log.cluster;
