/** The command line of the benchmarks. */
package dev.tributary.benchmarks.command;
