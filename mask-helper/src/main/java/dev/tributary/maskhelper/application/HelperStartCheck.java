package dev.tributary.maskhelper.application;

import dev.tributary.federation.access.AccessPlan;
import dev.tributary.federation.access.AccessRole;
import dev.tributary.federation.access.RequiredAccess;
import dev.tributary.federation.provisioning.ProvisioningPlan;
import dev.tributary.federation.provisioning.StoreNames;
import dev.tributary.federation.settings.FederationSettings;
import dev.tributary.log.cluster.Cluster;
import dev.tributary.schemas.FederationException;
import dev.tributary.schemas.topic.FederationTopics;
import dev.tributary.schemas.topic.TopicSpec;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.admin.TopicDescription;

/** Topics and rights that must be there before the mask helper starts, asked of the real cluster. */
final class HelperStartCheck {

    /** With the start of a JVM below the 15 s within which wrong input is answered. */
    private static final Duration TIMEOUT = Duration.ofSeconds(8);

    private HelperStartCheck() {}

    /**
     * Checks. Kafka Streams would fail later, for want of either, without naming the remedy.
     *
     * @param settings    the federation's settings
     * @param kafkaConfig how to reach the cluster
     * @return names of the topics that it needs
     * @throws FederationException naming the first topic or right that is missing, or a topic with other partitions than
     *                             planned, and the remedy
     */
    static List<String> check(FederationSettings settings, Map<String, Object> kafkaConfig) {
        FederationTopics topics = settings.topics();
        List<String> needed = List.of(
                topics.seeds(),
                topics.unmask(),
                topics.enrolment(),
                topics.receipts(),
                topics.maskSums(),
                topics.helperKeys(),
                topics.maskHelperId() + "-" + StoreNames.LEDGER + "-changelog");
        try (Cluster cluster = Cluster.connect(kafkaConfig, TIMEOUT)) {
            requirePartitions(settings, cluster.requireTopics(needed));
            new RequiredAccess(
                            new AccessPlan(topics, false, false, true).rules(AccessRole.MASK_HELPER),
                            topics.maskHelperId())
                    .require(cluster, needed);
        }
        return needed;
    }

    /** With more of them keys go to other places than those that the ledger is about. */
    private static void requirePartitions(FederationSettings settings, Map<String, TopicDescription> found) {
        for (TopicSpec planned : ProvisioningPlan.of(settings).specs()) {
            TopicDescription topic = found.get(planned.name());
            if (topic != null && topic.partitions().size() != planned.partitions()) {
                throw new FederationException("topic " + planned.name() + " must have " + planned.partitions()
                        + " partitions, has " + topic.partitions().size()
                        + "; begin a federation of another name from the newest model, since partitions cannot be taken"
                        + " away");
            }
        }
    }
}
