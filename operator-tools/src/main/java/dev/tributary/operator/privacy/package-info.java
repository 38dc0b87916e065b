/** The commands {@code tributary privacy}: guarantee and cost of noise, before anything is trained and while it is. */
package dev.tributary.operator.privacy;
