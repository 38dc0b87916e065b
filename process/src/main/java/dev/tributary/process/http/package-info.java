/**
 * HTTP for operators: is it alive, is it ready, what does it count.
 *
 * <p>Few files: one endpoint for all processes.
 */
package dev.tributary.process.http;
