/**
 * Clients' figures of a version: their reports checked, added up so that none can be seen singly. Subpackage
 * {@code judging} judges them. Depends on settings, operations and the newest version.
 */
package dev.tributary.aggregator.evaluation;
