/**
 * Stage 1, the task of one partition of {@code updates}: leads each record through {@code intake}, {@code admission} and
 * {@code combining}, follows the newest version, and saves how far it has come.
 */
package dev.tributary.aggregator.updates;
