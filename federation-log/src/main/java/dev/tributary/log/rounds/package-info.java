/** What a federation's rounds did and how its versions do, as the topic {@code rounds} tells it. */
package dev.tributary.log.rounds;
