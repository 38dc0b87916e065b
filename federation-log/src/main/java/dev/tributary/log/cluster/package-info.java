/**
 * Access of our processes to the Kafka cluster; each failure is one line that a person can act on.
 * Depends on topic, registry and the Kafka clients.
 */
package dev.tributary.log.cluster;
