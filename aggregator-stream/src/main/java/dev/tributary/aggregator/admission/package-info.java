/**
 * Which update may join a sum: the rules in force, the checks of a manifest, and the answers that the intake gives on. Holds
 * nothing; stands between {@code intake}, which asks, and {@code combining}, which adds.
 */
package dev.tributary.aggregator.admission;
