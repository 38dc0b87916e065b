/** What an operator sees of a running aggregator: metrics and HTTP endpoints. Knows nothing of records. */
package dev.tributary.aggregator.operations;
