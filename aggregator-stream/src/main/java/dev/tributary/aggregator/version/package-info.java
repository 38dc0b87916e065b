/**
 * The newest version, as stage 1 follows it from the topic of rounds; every task of it looks it up here. Sees records only.
 */
package dev.tributary.aggregator.version;
