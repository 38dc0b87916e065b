/**
 * Stage 1, last: the open partial sum of a task, and the records that carry it to stage 2.
 */
package dev.tributary.aggregator.combining;
