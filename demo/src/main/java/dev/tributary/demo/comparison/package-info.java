/**
 * Experiments that show what strategies, encodings and round modes reach, and the tables, JSON and pictures of them. The
 * simulated federation has no Kafka: it calls the classes of client and aggregator in the order in which they work.
 */
package dev.tributary.demo.comparison;
