/** The commands {@code tributary privacy}: guarantee and cost of noise, before anything is trained. */
package dev.tributary.operator.privacy;
