package dev.tributary.maskhelper.application;

import dev.tributary.federation.access.AccessPlan;
import dev.tributary.federation.access.AccessRole;
import dev.tributary.federation.access.RequiredAccess;
import dev.tributary.federation.provisioning.StoreNames;
import dev.tributary.log.cluster.Cluster;
import dev.tributary.schemas.FederationException;
import dev.tributary.schemas.topic.FederationTopics;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/** Topics and rights that must be there before the mask helper starts, asked of the real cluster. */
final class HelperStartCheck {

    /** With the start of a JVM below the 15 s within which wrong input is answered. */
    private static final Duration TIMEOUT = Duration.ofSeconds(8);

    private HelperStartCheck() {}

    /**
     * Checks. Kafka Streams would fail later, for want of either, without naming the remedy.
     *
     * @param topics      names of the federation
     * @param kafkaConfig how to reach the cluster
     * @throws FederationException naming the first topic or right that is missing, and the remedy
     */
    static void check(FederationTopics topics, Map<String, Object> kafkaConfig) {
        List<String> needed = List.of(
                topics.seeds(),
                topics.unmask(),
                topics.enrolment(),
                topics.receipts(),
                topics.maskSums(),
                topics.helperKeys(),
                topics.maskHelperId() + "-" + StoreNames.LEDGER + "-changelog");
        try (Cluster cluster = Cluster.connect(kafkaConfig, TIMEOUT)) {
            cluster.requireTopics(needed);
            new RequiredAccess(
                            new AccessPlan(topics, false, false, true).rules(AccessRole.MASK_HELPER),
                            topics.maskHelperId())
                    .require(cluster, needed);
        }
    }
}
