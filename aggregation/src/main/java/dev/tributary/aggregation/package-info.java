/**
 * How updates become a step of the model: combine, release, server step, and the types that pass between the three. Pure
 * Java: no Kafka, no Avro, no logging, and no ND4J, whose natives the aggregator's image does without. Subpackages hold
 * the server optimisers, the rules that need every update, and the names of all strategies. Depends on arithmetic.
 *
 * <p>Many files: the numbers of a delta are seen in this package alone, so that nothing makes a server step
 * along a delta that no {@link dev.tributary.aggregation.ReleaseStep} has released.
 */
package dev.tributary.aggregation;
