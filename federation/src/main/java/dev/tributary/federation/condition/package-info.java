/**
 * Whether group offsets, changelogs and topics of a federation fit together, each of which can be changed or lost alone, and
 * how to go on where they do not. Depends on log's cluster and reading, and on provisioning's names of stores.
 */
package dev.tributary.federation.condition;
