/** Bytes of any length cut into chunks, with checksums, and put together again. Depends on nothing. */
package dev.tributary.schemas.payload;
