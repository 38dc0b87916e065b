package dev.tributary.federation.footprint;

import dev.tributary.federation.provisioning.PlannedTopic;
import dev.tributary.federation.provisioning.ProvisioningPlan;
import dev.tributary.schemas.framing.RecordSizes;
import dev.tributary.schemas.topic.TopicSpec;
import java.time.Duration;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * Estimates how much each topic takes. With M bytes of model (FLOAT32), g = {@code round.goal}, T = length of a round,
 * R = {@code retention.ms}, s = {@code segment.ms}, S = {@code segment.bytes}, K = {@code model.keepVersions}:
 *
 * <pre>
 *   update       U = 1.01 M + 4 KiB                                  chunks, their headers, the manifest
 *   partial sum  V = 2.02 M + 4 KiB                                  FLOAT64
 *   updates      g U                         a round,  (R + s) / T rounds on disk
 *   partials     p V + 200 B g               a round,  (R + s) / T rounds on disk
 *                p = min(g, partitions × ⌈T / combining.interval⌉), at least ⌈g / combining.maxUpdates⌉
 *   model        U                           a round,  (K + 2) U / 0.9 + 2 S on disk
 *   rounds       2 KiB + 200 B g             a round,  365 d / T rounds a year
 *   rejections   nothing if nobody is refused,         retention.bytes + S on disk at most
 *   evaluations  300 B g                     a round,  (retention.ms + s) / T rounds on disk
 *   control      nothing without commands;             a published model takes U until its retention has passed
 *   changelogs   250 B g + 100 B × T / 1 s   a round,  2 × 250 B g (maxStaleness + 1) + 2 S × partitions on disk
 *    of reports  250 B g                     a round,  2 × 250 B g × 65 versions + 2 S on disk
 *    of windows  500 B g                     a round,  (retention.ms + s) / T rounds on disk
 * </pre>
 *
 * <p>Evaluations are counted as if as many clients evaluated a version as made it, with two metrics.
 *
 * <p>An encoding other than FLOAT32 makes {@code updates} smaller and nothing else. A {@code retention.bytes} on
 * {@code updates} or {@code partials} must leave ten rounds, and twice that where the keys spread over partitions.
 */
public final class FootprintEstimate {

    private static final double CHUNK_OVERHEAD = 1.01;
    private static final int MANIFEST_BYTES = 4096;
    private static final int ROUND_RESULT_BYTES = 2048;
    private static final int ADMITTED_BYTES = 250;
    private static final int EVALUATION_BYTES = 300;
    private static final int REPORT_BYTES = 250;
    private static final int EVALUATED_VERSIONS = 65;
    /** Earlier values are written as deleted, then the sums under the new end of their window. */
    private static final int WINDOW_BYTES = 500;

    private static final int PROGRESS_BYTES = 100;
    private static final int ROUNDS_KEPT = 10;
    private static final double CLEAN_SHARE = 0.9;

    /** Header, seed, signature and certificate, sealed. */
    private static final int SEED_BYTES = 1024;

    private static final int RECEIPT_BYTES = 250;

    private final ProvisioningPlan plan;
    private final double modelBytes;
    private final double roundSeconds;
    private final int goal;

    /**
     * @param plan       the plan to be estimated
     * @param modelBytes bytes of all parameters as FLOAT32
     */
    public FootprintEstimate(ProvisioningPlan plan, long modelBytes) {
        this.plan = plan;
        this.modelBytes = modelBytes;
        this.roundSeconds = plan.workload().roundLength().toMillis() / 1000.0;
        this.goal = plan.settings().round().goal();
    }

    /** Estimates for the model of the plan's workload; empty if its size is not known. */
    public static Optional<FootprintEstimate> of(ProvisioningPlan plan) {
        OptionalLong modelBytes = plan.workload().modelBytes();
        return modelBytes.isPresent()
                ? Optional.of(new FootprintEstimate(plan, modelBytes.getAsLong()))
                : Optional.empty();
    }

    public TopicFootprint of(PlannedTopic topic) {
        return switch (topic.role()) {
            case UPDATES -> writeAheadLog(topic.spec(), goal * updateBytes(), 2);
            case PARTIALS -> writeAheadLog(topic.spec(), partialsPerRound() * partialBytes() + memberBytes(), 1);
            case ROUNDS -> rounds();
            case MODEL -> model(topic.spec());
            case REJECTIONS ->
                footprint(0, number(topic.spec(), "retention.bytes") + number(topic.spec(), "segment.bytes"));
            case EVALUATIONS -> deletedAfterTime(topic.spec(), (double) EVALUATION_BYTES * goal);
            case CONTROL -> footprint(0, updateBytes());
            case SEEDS -> deletedAfterTime(topic.spec(), (double) SEED_BYTES * goal);
            case RECEIPTS -> deletedAfterTime(topic.spec(), (double) RECEIPT_BYTES * goal);
            case UNMASK -> deletedAfterTime(topic.spec(), MANIFEST_BYTES + (double) RecordSizes.MEMBER_BYTES * goal);
            // A sum of masks is as long as an update.
            case MASK_SUMS -> deletedAfterTime(topic.spec(), updateBytes());
            case HELPER_KEYS, ENROLMENT -> footprint(0, MANIFEST_BYTES);
            case LEDGER_CHANGELOG -> changelog(topic.spec(), (double) SEED_BYTES * goal);
            case ADMISSION_CHANGELOG -> changelog(topic.spec(), (double) ADMITTED_BYTES * goal);
            case ROUND_CHANGELOG -> changelog(topic.spec(), 0);
            case EVALUATION_REPORTS_CHANGELOG -> reports(topic.spec());
            case EVALUATION_WINDOWS_CHANGELOG -> deletedAfterTime(topic.spec(), (double) WINDOW_BYTES * goal);
        };
    }

    private double updateBytes() {
        return CHUNK_OVERHEAD * modelBytes + MANIFEST_BYTES;
    }

    private double partialBytes() {
        return CHUNK_OVERHEAD * modelBytes * Double.BYTES / Float.BYTES + MANIFEST_BYTES;
    }

    private double memberBytes() {
        return (double) RecordSizes.MEMBER_BYTES * goal;
    }

    /** The most that can be: while updates arrive one by one, each becomes a partial sum of its own. */
    private double partialsPerRound() {
        int partitions = plan.settings().topicPlan().updatePartitions();
        double intervals = Math.ceil(
                roundSeconds * 1000 / plan.settings().combining().interval().toMillis());
        double fewest = Math.ceil((double) goal / plan.settings().combining().effectiveMaxUpdates(goal, partitions));
        return Math.max(fewest, Math.min(goal, partitions * intervals));
    }

    private TopicFootprint writeAheadLog(TopicSpec spec, double bytesPerRound, int unevenness) {
        double keptSeconds = (number(spec, "retention.ms") + number(spec, "segment.ms")) / 1000;
        int partitions = spec.partitions();
        double least = ROUNDS_KEPT * bytesPerRound * (partitions == 1 ? 1 : unevenness) / partitions;
        return new TopicFootprint(
                Math.round(bytesPerRound),
                Math.round(bytesPerRound * keptSeconds / roundSeconds),
                OptionalLong.of(Math.round(least)));
    }

    private TopicFootprint deletedAfterTime(TopicSpec spec, double bytesPerRound) {
        double keptSeconds = (number(spec, "retention.ms") + number(spec, "segment.ms")) / 1000;
        return footprint(bytesPerRound, bytesPerRound * keptSeconds / roundSeconds);
    }

    private TopicFootprint rounds() {
        double bytesPerRound = ROUND_RESULT_BYTES + memberBytes();
        return footprint(bytesPerRound, bytesPerRound * Duration.ofDays(365).toSeconds() / roundSeconds);
    }

    private TopicFootprint model(TopicSpec spec) {
        int kept = plan.settings().model().keepVersions();
        return footprint(updateBytes(), (kept + 2) * updateBytes() / CLEAN_SHARE + 2 * number(spec, "segment.bytes"));
    }

    private TopicFootprint changelog(TopicSpec spec, double entriesPerRound) {
        double live = entriesPerRound * (plan.settings().round().maxStaleness() + 1);
        return footprint(
                entriesPerRound + PROGRESS_BYTES * roundSeconds,
                2 * live + 2 * number(spec, "segment.bytes") * spec.partitions());
    }

    private TopicFootprint reports(TopicSpec spec) {
        double bytesPerRound = (double) REPORT_BYTES * goal;
        return footprint(bytesPerRound, 2 * bytesPerRound * EVALUATED_VERSIONS + 2 * number(spec, "segment.bytes"));
    }

    private static TopicFootprint footprint(double bytesPerRound, double diskBytes) {
        return new TopicFootprint(Math.round(bytesPerRound), Math.round(diskBytes), OptionalLong.empty());
    }

    private static double number(TopicSpec spec, String setting) {
        return Double.parseDouble(spec.settings().get(setting));
    }
}
