/** Figures of a benchmark, as a table for people and as JSON for tools. Depends on nothing of ours but its exception. */
package dev.tributary.benchmarks.report;
