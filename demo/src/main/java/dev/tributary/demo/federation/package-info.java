/**
 * A whole federation: broker, topics, aggregator, clients, and somebody who watches the versions, in one process; under masks the
 * mask helper in another. All of
 * them are the real ones and talk through the broker only.
 */
package dev.tributary.demo.federation;
