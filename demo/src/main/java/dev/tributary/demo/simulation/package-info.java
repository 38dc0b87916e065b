/**
 * A federation without Kafka: it calls the classes of client and aggregator in the order in which they work, so that
 * experiments repeat exactly.
 */
package dev.tributary.demo.simulation;
