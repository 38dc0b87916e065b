/**
 * Decisions of a federation's owner: federation.yaml, read and checked. Depends on
 * the reading of settings, on schemas' topic names and on the words of privacy.
 */
package dev.tributary.federation.settings;
