/**
 * Plans as text for people and other tools: tables, JSON, scripts of Kafka's commands, Strimzi resources. Depends on
 * provisioning and footprint.
 */
package dev.tributary.federation.rendering;
