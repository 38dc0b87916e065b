/** A demonstration on the terminal: progress, and a table at the end. Depends on report. */
package dev.tributary.demo.terminal;
