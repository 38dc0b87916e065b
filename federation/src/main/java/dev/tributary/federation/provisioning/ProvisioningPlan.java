package dev.tributary.federation.provisioning;

import dev.tributary.federation.settings.FederationSettings;
import dev.tributary.schemas.topic.FederationTopics;
import dev.tributary.schemas.topic.TopicPlan;
import dev.tributary.schemas.topic.TopicSizing;
import dev.tributary.schemas.topic.TopicSpec;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * All topics that a federation needs, the internal ones of Kafka Streams included.
 *
 * <p>Retention of {@code updates} and {@code partials}: {@code max(longest stop, 10 × max(round.deadline, round
 * length))}. Segment of {@code model}: two versions, from 16 MiB to 1 GiB, since the active segment is never compacted.
 *
 * @param settings the federation's settings
 * @param workload load that the topics are sized for
 */
public record ProvisioningPlan(FederationSettings settings, Workload workload) {

    /** A round may be extended, and an operator needs time to notice. */
    private static final int ROUNDS_KEPT = 10;

    private static final long LEAST_SEGMENT_BYTES = 16L << 20;
    private static final long GREATEST_SEGMENT_BYTES = 1L << 30;
    private static final int VERSIONS_IN_SEGMENT = 2;

    /**
     * Plans for a workload that is assumed from the settings alone.
     *
     * @param settings the federation's settings
     * @return the plan
     */
    public static ProvisioningPlan of(FederationSettings settings) {
        return new ProvisioningPlan(settings, Workload.of(settings));
    }

    /**
     * Lists the topics.
     *
     * @return updates, partials, rounds, model, rejections, evaluations, control, then the changelogs
     */
    public List<PlannedTopic> topics() {
        TopicPlan plan = settings.topicPlan();
        FederationTopics names = plan.topics();
        Map<String, TopicRole> roles = Map.ofEntries(
                Map.entry(names.updates(), TopicRole.UPDATES),
                Map.entry(names.partials(), TopicRole.PARTIALS),
                Map.entry(names.rounds(), TopicRole.ROUNDS),
                Map.entry(names.model(), TopicRole.MODEL),
                Map.entry(names.rejections(), TopicRole.REJECTIONS),
                Map.entry(names.evaluations(), TopicRole.EVALUATIONS),
                Map.entry(names.control(), TopicRole.CONTROL),
                Map.entry(names.seeds(), TopicRole.SEEDS),
                Map.entry(names.receipts(), TopicRole.RECEIPTS),
                Map.entry(names.unmask(), TopicRole.UNMASK),
                Map.entry(names.maskSums(), TopicRole.MASK_SUMS),
                Map.entry(names.helperKeys(), TopicRole.HELPER_KEYS),
                Map.entry(names.enrolment(), TopicRole.ENROLMENT));
        List<PlannedTopic> topics = new ArrayList<>();
        plan.specs(sizing()).forEach(spec -> topics.add(new PlannedTopic(roles.get(spec.name()), spec)));
        // A sub-topology has as many tasks as its source topic has partitions, a changelog a partition for each.
        topics.add(new PlannedTopic(
                TopicRole.ADMISSION_CHANGELOG, plan.changelog(StoreNames.ADMISSION, plan.updatePartitions())));
        topics.add(new PlannedTopic(TopicRole.ROUND_CHANGELOG, plan.changelog(StoreNames.ROUND, 1)));
        topics.add(new PlannedTopic(
                TopicRole.EVALUATION_REPORTS_CHANGELOG, plan.changelog(StoreNames.EVALUATION_REPORTS, 1)));
        topics.add(new PlannedTopic(
                TopicRole.EVALUATION_WINDOWS_CHANGELOG,
                plan.windowChangelog(
                        StoreNames.EVALUATION_WINDOWS, 1, settings.evaluation().window())));
        if (plan.isMasked()) {
            topics.add(new PlannedTopic(TopicRole.LEDGER_CHANGELOG, plan.helperChangelog(StoreNames.LEDGER)));
        }
        return List.copyOf(topics);
    }

    /**
     * Lists the topics as they are created.
     *
     * @return each as planned, in the order of {@link #topics}
     */
    public List<TopicSpec> specs() {
        return topics().stream().map(PlannedTopic::spec).toList();
    }

    private TopicSizing sizing() {
        Duration rounds = longestRound().multipliedBy(ROUNDS_KEPT);
        Duration retention = rounds.compareTo(workload.longestStop()) > 0 ? rounds : workload.longestStop();
        return new TopicSizing(retention, retention, modelSegmentBytes());
    }

    private int modelSegmentBytes() {
        if (workload.modelBytes().isEmpty()) {
            return TopicSizing.COMMON_MODEL_SEGMENT_BYTES;
        }
        long wanted = VERSIONS_IN_SEGMENT * workload.modelBytes().getAsLong();
        return Math.toIntExact(Math.max(LEAST_SEGMENT_BYTES, Math.min(GREATEST_SEGMENT_BYTES, wanted)));
    }

    private Duration longestRound() {
        Duration deadline = settings.round().deadline();
        return deadline.compareTo(workload.roundLength()) > 0 ? deadline : workload.roundLength();
    }

    /** The least retention with which a round can be counted at all, extended twice. */
    public Duration leastRetention() {
        return longestRound().multipliedBy(3);
    }
}
