/**
 * Deltas as integers: clipped, cut to whole steps, weighted, added as {@link dev.tributary.privacy.words words} and
 * turned back into numbers, with the bounds that hold on the way. A client's vector never exceeds B in its L2 norm, in
 * exact integers: on that rests what noise of a multiple of B gives.
 */
package dev.tributary.privacy.quantisation;
