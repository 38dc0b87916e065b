/**
 * How a sum of whole numbers, without masks, becomes a delta that may be public: the aggregator's release, and the same again
 * in a replay. Depends on {@code privacy} and {@code aggregation} alone.
 *
 * <p>Few files: it is one step, with one way in.
 */
package dev.tributary.federation.release;
