/** The operator's command line. */
package dev.tributary.aggregator.command;
