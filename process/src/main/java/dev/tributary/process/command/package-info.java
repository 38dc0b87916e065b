/**
 * What the command lines of all processes share: how they reach Kafka, how they print, how they fail and how they end.
 */
package dev.tributary.process.command;
