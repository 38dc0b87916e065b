/** Writes the numbers of a delta, a sum or a model as bytes, and reads them. Depends on payload and the records. */
package dev.tributary.schemas.codec;
