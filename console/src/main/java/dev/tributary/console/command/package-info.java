/** The command line of the console's process. */
package dev.tributary.console.command;
