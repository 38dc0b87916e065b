/**
 * HTTP of our processes: a server that half-sent requests cannot hold up, and on it liveness, readiness and metrics for
 * operators.
 */
package dev.tributary.process.http;
