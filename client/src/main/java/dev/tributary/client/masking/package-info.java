/**
 * A client's part in a masked federation: its keys, the mask helper's key that it trusts, and vectors that leave it under a
 * mask only. Depends on update, training, link, the masking and privacy modules and the federation's settings.
 */
package dev.tributary.client.masking;
