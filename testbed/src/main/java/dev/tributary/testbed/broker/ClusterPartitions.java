package dev.tributary.testbed.broker;

import dev.tributary.schemas.FederationException;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.ListTopicsOptions;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.common.TopicPartitionInfo;

/**
 * Asks a cluster who leads which partition, and which copies are in sync.
 *
 * @param bootstrapServers nodes to begin with
 */
record ClusterPartitions(String bootstrapServers) {

    private static final int CALL_MILLIS = 20_000;
    private static final long LOOK_INTERVAL_MILLIS = 200;

    /** Returns the leader's number. */
    int leader(String topic, int partition) {
        try (Admin admin = admin()) {
            TopicPartitionInfo info =
                    describe(admin, List.of(topic)).get(topic).partitions().get(partition);
            if (info.leader() == null || info.leader().isEmpty()) {
                throw new FederationException(topic + "-" + partition + " must have a leader, had none");
            }
            return info.leader().id();
        } catch (ExecutionException e) {
            throw unanswered(e.getCause());
        } catch (InterruptedException e) {
            throw interrupted(e);
        }
    }

    /** Waits until all copies are in sync. */
    void awaitInSync(Duration timeout) {
        long end = System.nanoTime() + timeout.toNanos();
        try (Admin admin = admin()) {
            List<String> behind = behind(admin);
            while (!behind.isEmpty()) {
                if (System.nanoTime() - end > 0) {
                    throw new FederationException(
                            "copies must be in sync within " + timeout.toSeconds() + " s, were not" + " of " + behind);
                }
                TimeUnit.MILLISECONDS.sleep(LOOK_INTERVAL_MILLIS);
                behind = behind(admin);
            }
        } catch (InterruptedException e) {
            throw interrupted(e);
        }
    }

    /** Partitions with copies that are not in sync. */
    private static List<String> behind(Admin admin) throws InterruptedException {
        try {
            Collection<String> topics = admin.listTopics(new ListTopicsOptions().listInternal(true))
                    .names()
                    .get();
            return describe(admin, topics).values().stream()
                    .flatMap(topic -> topic.partitions().stream()
                            .filter(partition -> partition.isr().size()
                                    < partition.replicas().size())
                            .map(partition -> topic.name() + "-" + partition.partition()))
                    .sorted()
                    .toList();
        } catch (ExecutionException e) {
            return List.of("(" + e.getCause().getMessage() + ")");
        }
    }

    private static Map<String, TopicDescription> describe(Admin admin, Collection<String> topics)
            throws InterruptedException, ExecutionException {
        return admin.describeTopics(topics).allTopicNames().get();
    }

    private Admin admin() {
        return Admin.create(Map.of(
                "bootstrap.servers",
                bootstrapServers,
                "default.api.timeout.ms",
                CALL_MILLIS,
                "request.timeout.ms",
                CALL_MILLIS / 4,
                "reconnect.backoff.max.ms",
                200));
    }

    private FederationException unanswered(Throwable cause) {
        return new FederationException(
                "cluster " + bootstrapServers + " must answer, did not: " + cause.getMessage(), cause);
    }

    private static FederationException interrupted(InterruptedException e) {
        Thread.currentThread().interrupt();
        return new FederationException("interrupted while asking the cluster", e);
    }
}
