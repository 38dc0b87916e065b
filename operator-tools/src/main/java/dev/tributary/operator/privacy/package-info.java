/** The commands {@code tributary privacy}: what noise gives and costs, before anything is trained. */
package dev.tributary.operator.privacy;
