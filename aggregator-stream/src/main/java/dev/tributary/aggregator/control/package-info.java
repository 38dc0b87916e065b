/** Commands of operators, and of the evaluation of versions, to the round window: the records of the topic control. */
package dev.tributary.aggregator.control;
