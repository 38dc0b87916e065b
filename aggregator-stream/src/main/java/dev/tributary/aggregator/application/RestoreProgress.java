package dev.tributary.aggregator.application;

import dev.tributary.aggregator.operations.RestoreMetrics;
import dev.tributary.aggregator.recovery.LogReplay;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.streams.processor.StateRestoreListener;

/** Shows how much of changelogs and input is still to be read. Called by Kafka Streams' threads, several at once. */
final class RestoreProgress implements StateRestoreListener, LogReplay.Progress {

    private final RestoreMetrics metrics;
    private final Map<TopicPartition, Long> ends = new ConcurrentHashMap<>();

    RestoreProgress(RestoreMetrics metrics) {
        this.metrics = metrics;
    }

    @Override
    public void onRestoreStart(TopicPartition partition, String store, long startingOffset, long endingOffset) {
        ends.put(partition, endingOffset);
        metrics.changelog(partition.toString(), endingOffset - startingOffset);
    }

    @Override
    public void onBatchRestored(TopicPartition partition, String store, long batchEndOffset, long numRestored) {
        Long end = ends.get(partition);
        if (end != null) {
            metrics.changelog(partition.toString(), end - batchEndOffset - 1);
        }
    }

    @Override
    public void onRestoreEnd(TopicPartition partition, String store, long totalRestored) {
        forget(partition);
    }

    @Override
    public void onRestoreSuspended(TopicPartition partition, String store, long totalRestored) {
        forget(partition);
    }

    private void forget(TopicPartition partition) {
        ends.remove(partition);
        metrics.changelog(partition.toString(), 0);
    }

    @Override
    public void remaining(TopicPartition partition, long offsets) {
        metrics.input(partition.toString(), offsets);
    }
}
