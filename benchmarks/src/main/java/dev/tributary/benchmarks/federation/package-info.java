/** A federation of a benchmark's own: broker, topics, model, made-up updates, and what became of them. */
package dev.tributary.benchmarks.federation;
