/** How the numbers of a delta, a sum or a model are written as bytes, and how bytes are cut and put together again. */
package dev.tributary.schemas.payload;
