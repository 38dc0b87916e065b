/**
 * Stage 1, first: records become held updates, and held updates whole payloads, which admission is asked about. Bounds
 * whatever a stranger can make it hold.
 */
package dev.tributary.aggregator.intake;
