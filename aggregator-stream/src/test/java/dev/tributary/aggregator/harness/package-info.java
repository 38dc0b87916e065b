/** What the tests of several packages share: fixtures, doubles that behave like Kafka, and the harnesses. */
package dev.tributary.aggregator.harness;
