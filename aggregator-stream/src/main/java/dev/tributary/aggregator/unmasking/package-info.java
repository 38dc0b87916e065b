/**
 * The way of a masked round through the mask helper, without the log: which members make a list that it may release, and
 * which of its answers counts. Knows the records, the settings and the keys; the round asks, and carries out.
 */
package dev.tributary.aggregator.unmasking;
