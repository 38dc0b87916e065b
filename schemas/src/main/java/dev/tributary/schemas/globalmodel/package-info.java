/**
 * The global model as clients and the aggregator see it, and its way onto the model topic and back. Depends on
 * layout, payload, framing, registry, topic and the Kafka clients.
 */
package dev.tributary.schemas.globalmodel;
