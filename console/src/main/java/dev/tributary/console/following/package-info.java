/** Follows a federation's topics by the one committed reader, and feeds its history. */
package dev.tributary.console.following;
