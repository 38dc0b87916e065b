/**
 * Reading model versions from the model topic, and writing version 0. Depends on registry, schemas and the Kafka
 * clients.
 */
package dev.tributary.log.models;
