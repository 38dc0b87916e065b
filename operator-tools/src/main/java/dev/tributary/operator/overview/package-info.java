/** Rounds as people and programs read them: tables, charts of text, JSON. Knows records, but no Kafka. */
package dev.tributary.operator.overview;
