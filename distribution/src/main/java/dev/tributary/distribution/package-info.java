/**
 * All commands of the product in one tree, for what concerns them together: their completion by a shell. Depends on every
 * command line; nothing depends on it. Two types, since the commands themselves live with what they do.
 */
package dev.tributary.distribution;
