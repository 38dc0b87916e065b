package dev.tributary.client.round;

/**
 * Counts of a client since it was started.
 *
 * @param modelsReceived   model versions received
 * @param updatesPublished updates that the broker acknowledged
 * @param updatesSkipped   deltas that were not sent because they were not finite
 * @param updatesRefused   updates of which the client heard that the aggregator refused them
 * @param isRefused        whether the newest update of which anything is known was refused
 * @param retries          attempts to read or write that failed and were or will be made again
 * @param bytesPublished   payload bytes of the updates published
 * @param modelVersion     newest model version received, -1 before the first
 */
public record ClientCounts(
        long modelsReceived,
        long updatesPublished,
        long updatesSkipped,
        long updatesRefused,
        boolean isRefused,
        long retries,
        long bytesPublished,
        long modelVersion) {}
