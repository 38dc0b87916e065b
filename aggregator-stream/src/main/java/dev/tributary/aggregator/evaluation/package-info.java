/**
 * What clients say of a version: their reports checked, added up so that none can be seen singly, and judged. Depends on
 * settings, operations and what is known of the newest version.
 */
package dev.tributary.aggregator.evaluation;
