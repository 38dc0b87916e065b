package dev.tributary.aggregator.rejection;

import dev.tributary.aggregator.operations.FederationMetrics;
import java.util.OptionalLong;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Counts the refused updates of a task and writes their rejections, as many as {@link RejectionLimit} lets pass. */
public final class RejectionWriter {

    private static final Logger LOG = LoggerFactory.getLogger(RejectionWriter.class);

    private final RejectionSink sink;
    private final FederationMetrics metrics;
    private final RejectionLimit limit = new RejectionLimit();

    /**
     * @param sink    takes the rejections that pass
     * @param metrics counts
     */
    public RejectionWriter(RejectionSink sink, FederationMetrics metrics) {
        this.sink = sink;
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
        OptionalLong leftOut = limit.admit(rejected.clientId(), sink.context().currentSystemTimeMs());
        if (leftOut.isEmpty()) {
            metrics.rejectionSuppressed();
            return;
        }
        sink.forward(
                rejected.withDetail(detail(rejected, leftOut.getAsLong())),
                topic,
                sink.context().taskId().partition());
    }

    private static String detail(RejectedUpdate rejected, long leftOut) {
        if (leftOut == 0) {
            return rejected.detail();
        }
        String suffix = " (and " + leftOut + " rejections of this client left out since its last one)";
        return ShownText.of(rejected.detail(), Refusal.MAX_DETAIL_LENGTH - suffix.length()) + suffix;
    }
}
