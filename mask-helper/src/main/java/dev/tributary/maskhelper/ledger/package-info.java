/**
 * The release ledger: which seeds are good, which sums were released, and the spending of each client. A pure state machine:
 * no Kafka, no keys, no clock of its own.
 *
 * <p>Many files: the state and each refusal are small types, and none but the ledger may change an entry.
 */
package dev.tributary.maskhelper.ledger;
