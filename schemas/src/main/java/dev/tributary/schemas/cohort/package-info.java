/** Who takes part in a round in sync mode: a rule that clients and the aggregator apply each for themselves. */
package dev.tributary.schemas.cohort;
