/**
 * Files of the state that outlives a client's process: private to their owner, replaced whole or not at all,
 * checked by digest. Knows nothing of their content.
 *
 * <p>Few files: one format, which what a client keeps of any kind stands in.
 */
package dev.tributary.client.state;
