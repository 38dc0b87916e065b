package dev.tributary.federation.footprint;

import java.util.OptionalLong;

/**
 * How much a topic takes, estimated.
 *
 * @param bytesPerRound       bytes written for one version
 * @param diskBytes           bytes on disk of one replica of all its partitions, at most, once the topic is in balance;
 *                            of {@code rounds}, which nothing is deleted from, after a year
 * @param leastRetentionBytes least {@code retention.bytes}, which counts for one partition, if somebody wants to set it;
 *                            empty for a topic that has none or does not depend on it
 */
public record TopicFootprint(long bytesPerRound, long diskBytes, OptionalLong leastRetentionBytes) {}
