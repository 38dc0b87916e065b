/** The measurements of the whole pipeline, one class each. */
package dev.tributary.benchmarks.pipeline;
