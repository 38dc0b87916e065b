/**
 * Files in which a client keeps what must outlive its process: private to their owner, replaced whole or not at all,
 * checked by digest. Knows nothing of what stands in them.
 */
package dev.tributary.client.state;
