/**
 * The release step: how the combined delta of a round becomes public. The one package of the aggregator that may draw
 * random numbers: noise is drawn and accounted for here. Deltas are released by {@code ExactRelease}, sums of whole numbers
 * by {@code WordRelease}. Depends on {@code aggregation} and on the words of {@code privacy}.
 *
 * <p>Few files: one for each way of releasing, and the rule above needs a package of its own.
 */
package dev.tributary.aggregator.release;
