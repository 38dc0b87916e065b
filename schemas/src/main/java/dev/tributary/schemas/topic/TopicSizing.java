package dev.tributary.schemas.topic;

import dev.tributary.schemas.FederationException;
import java.time.Duration;

/**
 * Settings of the topics that depend on the size of the model and the length of a round.
 *
 * @param updateRetention   how long {@code updates} is kept: longer than any stop of the aggregator, since the topic is
 *                          the write-ahead log of stage 1; at least 1 ms
 * @param partialRetention  how long {@code partials} is kept: longer than any round and than any stop of the aggregator
 *                          in one, since the topic is the write-ahead log of stage 2; at least 1 ms
 * @param modelSegmentBytes size of a segment of {@code model}, which is compacted only once it is full; at least 1 MiB
 */
public record TopicSizing(Duration updateRetention, Duration partialRetention, int modelSegmentBytes) {

    /** Some versions of a model of some MiB in a segment. */
    public static final int COMMON_MODEL_SEGMENT_BYTES = 64 * 1024 * 1024;

    /** For a model of some MiB and rounds of some minutes. */
    public static final TopicSizing COMMON =
            new TopicSizing(Duration.ofDays(7), Duration.ofDays(7), COMMON_MODEL_SEGMENT_BYTES);

    /** Kafka refuses smaller segments. */
    private static final int LEAST_SEGMENT_BYTES = 1024 * 1024;

    /**
     * Checks the bounds.
     *
     * @throws FederationException if one is not kept
     */
    public TopicSizing {
        requirePositive("retention of updates", updateRetention);
        requirePositive("retention of partials", partialRetention);
        if (modelSegmentBytes < LEAST_SEGMENT_BYTES) {
            throw new FederationException("segment.bytes of the model topic must be at least " + LEAST_SEGMENT_BYTES
                    + ", was " + modelSegmentBytes);
        }
    }

    private static void requirePositive(String name, Duration retention) {
        if (retention.toMillis() < 1) {
            throw new FederationException(name + " must be at least 1 ms, was " + retention);
        }
    }
}
