/**
 * The release ledger: which seeds are good, which sums were released, and what each client has spent. A pure state machine:
 * no Kafka, no keys, no clock of its own.
 */
package dev.tributary.maskhelper.ledger;
