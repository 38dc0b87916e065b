/**
 * A whole federation in one process: broker, topics, aggregator, clients, and somebody who watches the versions. All of
 * them are the real ones and talk through the broker only.
 */
package dev.tributary.demo.federation;
