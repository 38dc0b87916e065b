/** What operators, and the evaluation of versions, say to the round window: the records of the topic control. */
package dev.tributary.aggregator.control;
