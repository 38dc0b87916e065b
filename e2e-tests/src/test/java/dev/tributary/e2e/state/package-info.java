/**
 * Group offsets, changelogs and topics of a federation are changed or lost one by one, as an operator, a retention or a tool
 * may do it: what a start then says and does. Depends on the harness.
 */
package dev.tributary.e2e.state;
