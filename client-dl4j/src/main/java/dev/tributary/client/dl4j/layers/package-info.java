/**
 * DL4J layers that compute the same as DL4J's own in a fraction of the time, put in place of them in a network that is
 * ready to train; see {@code docs/performance.md}, "Local training", for the reasons.
 *
 * <p>Depends on DL4J and ND4J alone. Parameters, definitions and saved files know nothing of these layers.
 */
package dev.tributary.client.dl4j.layers;
