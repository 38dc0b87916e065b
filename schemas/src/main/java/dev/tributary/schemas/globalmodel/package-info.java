/**
 * The global model as clients and the aggregator see it, and its way into records and back. Depends on layout, payload,
 * framing and topic.
 */
package dev.tributary.schemas.globalmodel;
