/**
 * From a delta to the records of a model update, and those records onto the topic: the client's secret and pseudonym,
 * the manifest and its chunks, the residual that an encoding leaves, one idempotent attempt at a time; evaluations on
 * the way beside. Depends on training, state, schemas and the Kafka clients.
 */
package dev.tributary.client.update;
