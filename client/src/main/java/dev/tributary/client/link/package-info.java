/**
 * A client's way to the log: Kafka properties, the model topic as a source of versions, and how attempts go on while the
 * broker does not answer. Public for {@code round} and {@code watch}; users do not see it. Depends on schemas, the log
 * and the Kafka clients.
 */
package dev.tributary.client.link;
