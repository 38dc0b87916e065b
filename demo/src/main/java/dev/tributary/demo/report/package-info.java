/**
 * The report of a demonstration: figures by version, {@code report.json} and a
 * self-contained {@code report.html}.
 *
 * <p>Depends on Jackson alone; knows neither Kafka nor the training engine.
 */
package dev.tributary.demo.report;
