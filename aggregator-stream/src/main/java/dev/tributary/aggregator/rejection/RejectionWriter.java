package dev.tributary.aggregator.rejection;

import dev.tributary.aggregator.operations.FederationMetrics;
import dev.tributary.schemas.avro.Rejection;
import dev.tributary.schemas.framing.RecordFraming;
import java.util.OptionalLong;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.Record;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Counts the refused updates of a task and writes their rejections, as many as {@link RejectionLimit} lets pass. */
public final class RejectionWriter {

    private static final Logger LOG = LoggerFactory.getLogger(RejectionWriter.class);

    private final ProcessorContext<String, byte[]> context;
    private final String sinkName;
    private final RecordFraming framing;
    private final FederationMetrics metrics;
    private final RejectionLimit limit = new RejectionLimit();

    /**
     * @param context  of the task
     * @param sinkName name of the node that takes rejections
     * @param framing  used by the same task alone
     * @param metrics  counts
     */
    public RejectionWriter(
            ProcessorContext<String, byte[]> context,
            String sinkName,
            RecordFraming framing,
            FederationMetrics metrics) {
        this.context = context;
        this.sinkName = sinkName;
        this.framing = framing;
        this.metrics = metrics;
    }

    /**
     * Tells of a refused update.
     *
     * @param rejected its coordinates, and why
     * @param topic    the topic of updates
     */
    public void write(RejectedUpdate rejected, String topic) {
        metrics.updateRejected(rejected.reason().name());
        LOG.debug("rejected {}", rejected);
        long now = context.currentSystemTimeMs();
        OptionalLong leftOut = limit.admit(rejected.clientId(), now);
        if (leftOut.isEmpty()) {
            metrics.rejectionSuppressed();
            return;
        }
        Rejection rejection = Rejection.newBuilder()
                .setReason(rejected.reason().name())
                .setDetail(detail(rejected, leftOut.getAsLong()))
                .setClientId(rejected.clientId())
                .setUpdateId(rejected.updateId())
                .setBaseVersion(rejected.baseVersion())
                .setTopic(topic)
                .setPartition(context.taskId().partition())
                .setOffset(rejected.offset())
                .setRejectedAtMs(now)
                .build();
        context.forward(new Record<>(rejected.clientId(), framing.encode(rejection), now), sinkName);
    }

    private static String detail(RejectedUpdate rejected, long leftOut) {
        if (leftOut == 0) {
            return rejected.detail();
        }
        String suffix = " (and " + leftOut + " rejections of this client left out since its last one)";
        return ShownText.of(rejected.detail(), Refusal.MAX_DETAIL_LENGTH - suffix.length()) + suffix;
    }
}
