/**
 * HTTP for operators: is it alive, is it ready, what does it count.
 */
package dev.tributary.process.http;
