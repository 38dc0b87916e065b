/**
 * Reading a part of a topic again after a crash: the input topics are the write-ahead log of what the stages sum up.
 * Depends on the Kafka clients and the stores of Kafka Streams only.
 */
package dev.tributary.aggregator.recovery;
