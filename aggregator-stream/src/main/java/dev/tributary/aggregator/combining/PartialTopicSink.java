package dev.tributary.aggregator.combining;

import dev.tributary.aggregator.version.VersionSource;
import dev.tributary.schemas.framing.RecordFraming;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.Record;

/** Writes partial sums to their topic, from where stage 2 takes them. Not thread-safe: belongs to one task. */
public final class PartialTopicSink implements PartialSink {

    private final ProcessorContext<String, byte[]> context;
    private final String sinkName;
    private final int chunkBytes;
    private final PartialSumRecords records;
    private final VersionSource versions;

    /**
     * @param context    of the task
     * @param sinkName   name of the sink of partial sums
     * @param chunkBytes greatest length of a chunk on that topic
     * @param framing    used by the same task alone
     * @param versions   where the task learns which partial sums are done with
     */
    public PartialTopicSink(
            ProcessorContext<String, byte[]> context,
            String sinkName,
            int chunkBytes,
            RecordFraming framing,
            VersionSource versions) {
        this.versions = versions;
        this.context = context;
        this.sinkName = sinkName;
        this.chunkBytes = chunkBytes;
        this.records = new PartialSumRecords(context.taskId().partition(), chunkBytes, framing);
    }

    @Override
    public int maxMembers() {
        return PartialSumRecords.maxMembers(chunkBytes);
    }

    @Override
    public void take(OpenPartialSum partial, boolean asUpdate, long through) {
        long now = context.currentSystemTimeMs();
        String key = String.valueOf(context.taskId().partition());
        records.write(partial, asUpdate, value -> context.forward(new Record<>(key, value, now), sinkName));
        // Stage 2 reads committed records only, so the sooner the better.
        context.commit();
    }

    /** A round has one masked update of a client, so the next one is kept until that round is known to be done with. */
    @Override
    public boolean hasRoomFor(String clientId, long lastSequence) {
        int partition = context.taskId().partition();
        return lastSequence
                <= versions.newest()
                        .map(newest -> newest.closedThrough(partition))
                        .orElse(0L);
    }

    /** Each written partial sum is on the topic, and is never made again. */
    @Override
    public long oldestNeeded(long openSequence) {
        return openSequence;
    }
}
