/**
 * Canonical bytes of the masked protocol, which are hashed, signed and sealed, so that every implementation hashes the same.
 * Depends on the records alone; no cryptography but SHA-256.
 */
package dev.tributary.schemas.masked;
