/** The command line of the demonstration. */
package dev.tributary.demo.command;
