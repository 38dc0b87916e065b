/**
 * The release step: how the combined delta of a round becomes public. The one package of the aggregator that may draw
 * random numbers: noise is drawn and accounted for here. Deltas are released by {@code ExactRelease}, sums of whole numbers
 * by {@code WordRelease} of module {@code federation}. Depends on {@code aggregation} and on the words of {@code privacy}.
 *
 * <p>Where there are masks, the mask helper draws the noise; without masks {@code OwnNoise} does.
 */
package dev.tributary.aggregator.release;
