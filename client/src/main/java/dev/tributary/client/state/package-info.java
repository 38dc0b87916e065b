/**
 * Files of the state that outlives a client's process: private to their owner, replaced whole or not at all,
 * checked by digest. Knows nothing of their content.
 *
 * <p>Few files: one format, for all that a client keeps.
 */
package dev.tributary.client.state;
