/** What a federation's owner decides: federation.yaml, read and checked. Depends on schemas' topic names only. */
package dev.tributary.federation.settings;
