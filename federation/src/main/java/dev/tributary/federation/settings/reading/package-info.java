/**
 * Reads settings from YAML, each checked and named by its path. Depends on the interface of strategies' options and on
 * schemas' exception.
 */
package dev.tributary.federation.settings.reading;
