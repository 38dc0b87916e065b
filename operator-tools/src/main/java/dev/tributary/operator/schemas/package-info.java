/** The commands {@code tributary schemas}: print, check and register the records of a schema registry. */
package dev.tributary.operator.schemas;
