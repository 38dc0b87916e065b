/** Results of a federation's rounds and evaluations of its versions, read from the topic {@code rounds}. */
package dev.tributary.log.rounds;
