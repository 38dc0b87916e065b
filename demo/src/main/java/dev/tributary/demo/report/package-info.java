/**
 * What a demonstration shows of itself: progress on the terminal, a table at the end, {@code report.json} and a
 * self-contained {@code report.html}.
 *
 * <p>Depends on Jackson alone; knows neither Kafka nor the training engine.
 */
package dev.tributary.demo.report;
