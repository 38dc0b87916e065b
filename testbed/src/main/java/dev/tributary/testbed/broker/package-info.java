/**
 * A real Kafka broker without an install: one KRaft node on loopback, in this JVM or in a child JVM that can be killed,
 * or with data that stay.
 *
 * <p>Kafka's server is an internal API; only {@link dev.tributary.testbed.broker.KraftNode} touches it.
 */
package dev.tributary.testbed.broker;
