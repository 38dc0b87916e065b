/** A running aggregator as an operator sees it: metrics and HTTP endpoints. Knows nothing of records. */
package dev.tributary.aggregator.operations;
