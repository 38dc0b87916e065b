/**
 * Why an update is refused, and how that is told: reasons, bounded texts, and as many records as a client may cause.
 */
package dev.tributary.aggregator.rejection;
