/**
 * Operators' view of a running client: health and metrics over HTTP. Depends on round; knows nothing of data,
 * training and commands, and never shows the client's pseudonym.
 */
package dev.tributary.client.operations;
