package dev.tributary.benchmarks.federation;

import dev.tributary.schemas.FederationException;
import dev.tributary.schemas.topic.FederationTopics;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.LogDirDescription;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.errors.GroupIdNotFoundException;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;

/**
 * Traces of an aggregator on the cluster: topics that only it writes, its changelogs and its consumer group.
 *
 * @param kafka  how to reach the broker
 * @param topics the federation's names
 */
record AggregatorTraces(Map<String, Object> kafka, FederationTopics topics) {

    private static final long TIMEOUT_SECONDS = 60;
    private static final long LOOK_INTERVAL_MS = 20;

    /** Removes them; waits until the topics are gone, so that they can be created again. */
    void remove() {
        try (Admin admin = Admin.create(kafka)) {
            tolerating(
                    GroupIdNotFoundException.class,
                    admin.deleteConsumerGroups(List.of(topics.applicationId())).all());
            List<String> written = writtenTopics(admin);
            tolerating(
                    UnknownTopicOrPartitionException.class,
                    admin.deleteTopics(written).all());
            while (!writtenTopics(admin).isEmpty()) {
                TimeUnit.MILLISECONDS.sleep(LOOK_INTERVAL_MS);
            }
        } catch (InterruptedException e) {
            throw interrupted(e);
        }
    }

    /** Bytes of those topics on the broker's disk. */
    long bytes() {
        try (Admin admin = Admin.create(kafka)) {
            Collection<String> written = writtenTopics(admin);
            Collection<LogDirDescription> directories = new ArrayList<>();
            await(admin.describeLogDirs(List.of(1)).allDescriptions())
                    .values()
                    .forEach(byDirectory -> directories.addAll(byDirectory.values()));
            return directories.stream()
                    .flatMap(directory -> directory.replicaInfos().entrySet().stream())
                    .filter(replica -> written.contains(replica.getKey().topic()))
                    .mapToLong(replica -> replica.getValue().size())
                    .sum();
        }
    }

    private List<String> writtenTopics(Admin admin) {
        return await(admin.listTopics().names()).stream()
                .filter(name -> name.startsWith(topics.common()))
                .filter(name -> !name.equals(topics.updates()))
                .toList();
    }

    private static void tolerating(Class<? extends Exception> tolerated, KafkaFuture<Void> future) {
        try {
            await(future);
        } catch (FederationException e) {
            if (!tolerated.isInstance(e.getCause())) {
                throw e;
            }
        }
    }

    private static <T> T await(KafkaFuture<T> future) {
        try {
            return future.get(TIMEOUT_SECONDS, TimeUnit.SECONDS);
        } catch (ExecutionException e) {
            throw new FederationException("the benchmark's broker must answer: " + e.getCause(), e.getCause());
        } catch (TimeoutException e) {
            throw new FederationException("the benchmark's broker must answer within " + TIMEOUT_SECONDS + " s", e);
        } catch (InterruptedException e) {
            throw interrupted(e);
        }
    }

    private static FederationException interrupted(InterruptedException e) {
        Thread.currentThread().interrupt();
        return new FederationException("the benchmark was interrupted", e);
    }
}
