/**
 * The console's HTTP: the page from the jar, the API, the stream of events. Reads histories; knows nothing of Kafka.
 */
package dev.tributary.console.http;
