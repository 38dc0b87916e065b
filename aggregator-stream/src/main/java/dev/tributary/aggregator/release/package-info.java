/**
 * The release step: how the combined delta of a round becomes public. The one package of the aggregator that may draw
 * random numbers: noise is drawn and accounted for here. It has one file as long as there is one way of releasing, which
 * is to change nothing. Depends on {@code aggregation}.
 */
package dev.tributary.aggregator.release;
