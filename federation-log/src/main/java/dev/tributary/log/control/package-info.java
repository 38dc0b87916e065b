/** How an operator's tool sends a command to a running federation, and hears its outcome. */
package dev.tributary.log.control;
