/**
 * Stage 1, last: the open partial sum of a task, and the records that carry it to stage 2.
 *
 * <p>Many files: each form that the numbers of a partial sum can have is one.
 */
package dev.tributary.aggregator.combining;
