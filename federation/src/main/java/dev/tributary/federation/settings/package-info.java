/** Decisions of a federation's owner: federation.yaml, read and checked. Depends on the reading of settings and on schemas' topic names. */
package dev.tributary.federation.settings;
