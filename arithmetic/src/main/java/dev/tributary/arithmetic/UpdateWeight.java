package dev.tributary.arithmetic;

/**
 * How much one update counts: {@code wₖ = nₖ·s(τₖ)}.
 *
 * @param countedExamples nₖ: its example count, capped, or 1 if each update counts alike; at least 1
 * @param factor          wₖ: the factor of its delta in the round's sum, above 0
 */
public record UpdateWeight(long countedExamples, double factor) {}
