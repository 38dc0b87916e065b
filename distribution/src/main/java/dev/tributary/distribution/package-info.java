/**
 * All commands of the product in one tree, for their common concern: completion by a shell. Depends on every
 * command line; nothing depends on it. Two types, since each command lives with its feature.
 */
package dev.tributary.distribution;
