/**
 * Judges versions by the published means of their reports: which is bad, which to go back to, when the federation is done.
 * Pure; the round asks it, and keeps its memory.
 */
package dev.tributary.aggregator.evaluation.judging;
