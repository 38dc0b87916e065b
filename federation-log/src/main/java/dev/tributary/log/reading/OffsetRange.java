package dev.tributary.log.reading;

/**
 * Offsets that a partition holds for readers of committed records.
 *
 * @param begin the first offset that is still there
 * @param end   the offset after the last record that every reader may see
 */
public record OffsetRange(long begin, long end) {}
