/** The names under which a person chooses a strategy, and how its settings make it. */
package dev.tributary.aggregation.registry;
