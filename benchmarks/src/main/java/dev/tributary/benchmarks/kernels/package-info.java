/** The work that is done for each parameter of each update, piece by piece, under JMH. */
package dev.tributary.benchmarks.kernels;
