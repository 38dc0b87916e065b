/**
 * Rules that need every update of a round and bound what a few false ones can do. Each counts a client once, whatever
 * number of examples it claims, unless it says otherwise: a claim would be a way to outvote the others.
 */
package dev.tributary.aggregation.robust;
