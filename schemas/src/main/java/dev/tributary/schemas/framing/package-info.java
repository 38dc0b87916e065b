/** How a record becomes bytes and back: Avro single-object encoding. Depends on Avro only. */
package dev.tributary.schemas.framing;
