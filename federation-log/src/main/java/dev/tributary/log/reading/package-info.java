/**
 * Committed records of a federation's topics, read by a member of no group: in ranges, from the end backwards, or followed.
 * Depends on registry, for the properties that are not Kafka's, on cluster, for time limits, and on the Kafka clients.
 */
package dev.tributary.log.reading;
