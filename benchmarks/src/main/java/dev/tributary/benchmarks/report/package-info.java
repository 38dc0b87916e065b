/** What a benchmark found, as a table for people and as JSON for tools. Depends on nothing of ours but its exception. */
package dev.tributary.benchmarks.report;
