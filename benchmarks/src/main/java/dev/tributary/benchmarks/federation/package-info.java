/** A federation of a benchmark's own: broker, topics, model, made-up updates, and their outcome. */
package dev.tributary.benchmarks.federation;
