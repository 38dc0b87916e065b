/**
 * The release step: how the combined delta of a round becomes public. The one package of the aggregator that may draw
 * random numbers: noise is drawn and accounted for here. Depends on {@code aggregation}.
 *
 * <p>Few files: there is one way of releasing, which is to change nothing, and the rule above needs a package of its own.
 */
package dev.tributary.aggregator.release;
