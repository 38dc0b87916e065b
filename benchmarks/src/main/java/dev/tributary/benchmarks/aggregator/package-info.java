/** An aggregator in a JVM of its own that tells what it takes: heap, allocation, resident memory. */
package dev.tributary.benchmarks.aggregator;
