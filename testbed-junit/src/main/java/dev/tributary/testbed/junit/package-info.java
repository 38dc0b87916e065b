/**
 * A JUnit 5 extension that gives a test of somebody's client a running federation: broker, topics, version 0, aggregator.
 * Depends on the testbed's brokers and on the aggregator; nothing of the product depends on it.
 */
package dev.tributary.testbed.junit;
