/**
 * The cost of privacy, told before anything is trained: ε for a noise multiplier or the reverse, how often a client may
 * take part, and whether a model survives the noise.
 */
package dev.tributary.privacy.planning;
