/**
 * Who takes part in a round in sync mode: a rule that clients and the aggregator apply each for themselves.
 *
 * <p>Few files: one rule, which clients and the aggregator must apply alike.
 */
package dev.tributary.schemas.cohort;
