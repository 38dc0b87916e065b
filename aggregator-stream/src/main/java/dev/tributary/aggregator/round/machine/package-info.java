/**
 * The round as a state machine: states, events and effects are data, and {@code on(event)} is a pure function. Knows no
 * Kafka, no clock and no log: the stage around it carries the effects out. Depends on settings, on the records that
 * travel, and on the Kafka-free types of {@code control}, {@code evaluation} and {@code publication}.
 *
 * <p>Many files: each sealed type and each kind of answer has one.
 */
package dev.tributary.aggregator.round.machine;
