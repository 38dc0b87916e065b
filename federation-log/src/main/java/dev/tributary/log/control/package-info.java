/** How an operator's tool sends a command to a running federation, and hears what became of it. */
package dev.tributary.log.control;
