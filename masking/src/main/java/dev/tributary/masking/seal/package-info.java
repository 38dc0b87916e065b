/** Seeds on their way from a client to the mask helper, sealed with HPKE. Depends on keys and mask. */
package dev.tributary.masking.seal;
