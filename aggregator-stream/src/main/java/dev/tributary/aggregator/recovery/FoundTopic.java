package dev.tributary.aggregator.recovery;

/**
 * A topic as a start has found it.
 *
 * @param id         the id that Kafka gave it when it was created
 * @param partitions number of its partitions, from 1; more of them while the federation runs end the process
 */
public record FoundTopic(String id, int partitions) {}
