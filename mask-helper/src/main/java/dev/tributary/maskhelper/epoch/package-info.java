/**
 * Epoch keys and the promise of the last release: what must outlive the ledger, and so stands in files of the helper's own.
 * Depends on masking's keys.
 */
package dev.tributary.maskhelper.epoch;
