/**
 * Deltas as integers: clipped, cut to whole steps, weighted, added as {@link dev.tributary.privacy.words words} and
 * turned back into numbers, with the bounds that hold on the way. A client's vector never exceeds B in its L2 norm, in
 * exact integers: the guarantee of noise of a multiple of B rests on that.
 */
package dev.tributary.privacy.quantisation;
