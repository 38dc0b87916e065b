/**
 * Common parts of all processes' command lines: how they reach Kafka, how they print, how they fail and how they end.
 */
package dev.tributary.process.command;
