/**
 * The command line of the aggregator's process. Depends on application, settings, and the options that all processes
 * share.
 */
package dev.tributary.aggregator.command;
