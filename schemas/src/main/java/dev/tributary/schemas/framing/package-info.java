/**
 * How a record becomes bytes and back: Avro single-object encoding, or Confluent's framing with ids that somebody else
 * knows. Depends on Avro only.
 */
package dev.tributary.schemas.framing;
