/**
 * HTTP for operators: liveness, readiness, metrics.
 *
 * <p>Few files: one endpoint for all processes.
 */
package dev.tributary.process.http;
