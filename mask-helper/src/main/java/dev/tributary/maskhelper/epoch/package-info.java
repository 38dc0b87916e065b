/**
 * Epoch keys and the promise of the last release: they must outlive the ledger, and so stand in files of the helper's own.
 * Depends on masking's keys.
 */
package dev.tributary.maskhelper.epoch;
