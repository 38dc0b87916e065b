/** Work that a stream task has done on a thread beside it, so that it reads on meanwhile. */
package dev.tributary.aggregator.sidework;
