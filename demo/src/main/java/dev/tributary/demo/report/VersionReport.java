package dev.tributary.demo.report;

import java.util.Objects;

/**
 * Figures of one published model version.
 *
 * @param version       its number, from 1
 * @param updates       updates averaged in it
 * @param rejected      updates refused since the version before
 * @param accuracy      share of right answers on data that no client trained on, in [0, 1]; NaN if not measured
 * @param loss          mean cross-entropy on the same data, in nats; NaN if not measured
 * @param trainingLoss  mean of the clients' local training loss, weighted by examples, in nats; NaN if not known
 * @param meanStaleness mean over the updates of the versions published since each one's base version; NaN if not known
 * @param bytes         bytes of the updates on the wire
 * @param seconds       from the version before to this one
 * @param closeReason   why the round closed, such as {@code goal} or {@code deadline}
 */
public record VersionReport(
        long version,
        int updates,
        long rejected,
        double accuracy,
        double loss,
        double trainingLoss,
        double meanStaleness,
        long bytes,
        double seconds,
        String closeReason) {

    /** Checks that the reason is named. */
    public VersionReport {
        Objects.requireNonNull(closeReason, "closeReason");
    }
}
