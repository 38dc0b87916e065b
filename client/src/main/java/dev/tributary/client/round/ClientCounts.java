package dev.tributary.client.round;

/**
 * Counts of a client since it was started.
 *
 * @param modelsReceived   model versions received
 * @param updatesPublished updates that the broker acknowledged
 * @param updatesSkipped   deltas that were not sent because they were not finite
 * @param retries          attempts to read or write that failed and were or will be made again
 * @param bytesPublished   payload bytes of the updates published
 * @param modelVersion     newest model version received, -1 before the first
 */
public record ClientCounts(
        long modelsReceived,
        long updatesPublished,
        long updatesSkipped,
        long retries,
        long bytesPublished,
        long modelVersion) {}
