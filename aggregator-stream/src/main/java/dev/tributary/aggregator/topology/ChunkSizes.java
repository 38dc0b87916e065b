package dev.tributary.aggregator.topology;

/**
 * Greatest length of a chunk on the topics that the aggregator writes, from their real {@code max.message.bytes}.
 *
 * @param partials on {@code partials}
 * @param model    on {@code model} and {@code rounds}: the smaller of both
 */
public record ChunkSizes(int partials, int model) {}
