/**
 * Tables as examples: CSV files (RFC 4180, plain or gzipped) whose rows have one column to be foretold and others to
 * foretell it from. Depends on {@code data} and on Commons CSV alone.
 */
package dev.tributary.client.data.table;
