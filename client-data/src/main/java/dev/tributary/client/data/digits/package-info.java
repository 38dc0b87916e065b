/** Handwriting-like digits drawn from a seed, for those who have no data at hand. Plain Java. */
package dev.tributary.client.data.digits;
