package dev.tributary.aggregator.rejection;

import dev.tributary.schemas.avro.Rejection;
import dev.tributary.schemas.framing.RecordFraming;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.Record;

/**
 * Where a task leaves its rejections: makes a record of each, and forwards it.
 *
 * @param context of the task
 * @param framing used by the same task alone
 * @param name    name of the node that takes them
 */
public record RejectionSink(ProcessorContext<String, byte[]> context, RecordFraming framing, String name) {

    /**
     * Forwards a rejection, as of now.
     *
     * @param rejected  the refused update or command, and why
     * @param topic     the topic that it stands on
     * @param partition partition of the topic
     */
    public void forward(RejectedUpdate rejected, String topic, int partition) {
        long now = context.currentSystemTimeMs();
        Rejection rejection = Rejection.newBuilder()
                .setReason(rejected.reason().name())
                .setDetail(rejected.detail())
                .setClientId(rejected.clientId())
                .setUpdateId(rejected.updateId())
                .setBaseVersion(rejected.baseVersion())
                .setTopic(topic)
                .setPartition(partition)
                .setOffset(rejected.offset())
                .setRejectedAtMs(now)
                .build();
        context.forward(new Record<>(rejected.clientId(), framing.encode(rejection), now), name);
    }
}
