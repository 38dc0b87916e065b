/** An aggregator in a JVM of its own that tells its use of heap, allocation and resident memory. */
package dev.tributary.benchmarks.aggregator;
