package dev.tributary.log.models;

import dev.tributary.log.cluster.TimeLimits;
import dev.tributary.log.registry.Framings;
import dev.tributary.schemas.FederationException;
import dev.tributary.schemas.avro.FederationState;
import dev.tributary.schemas.avro.GlobalModelHead;
import dev.tributary.schemas.topic.FederationTopics;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.clients.admin.ListTopicsOptions;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.common.TopicPartition;

/**
 * Whether version 0 is one that nobody has used yet, so that another may take its place: no client has sent an update, and
 * no aggregator has begun with it.
 */
final class UnusedVersion {

    private static final Duration CALL = Duration.ofSeconds(20);

    private static final String AGGREGATOR = "an aggregator has begun with it";

    private final Map<String, Object> kafkaConfig;
    private final FederationTopics topics;
    private final int callMillis;

    UnusedVersion(Map<String, Object> kafkaConfig, FederationTopics topics) {
        this.kafkaConfig = kafkaConfig;
        this.topics = topics;
        this.callMillis =
                Math.toIntExact(TimeLimits.lengthened(CALL, kafkaConfig).toMillis());
    }

    /**
     * Requires that a version is version 0 and unused.
     *
     * @param heads all versions on the topic, the oldest first; at least one
     * @param state newest state on the topic
     * @throws FederationException if it is another, or somebody has used it; says who
     */
    void require(List<GlobalModelHead> heads, Optional<FederationState> state) {
        GlobalModelHead newest = heads.get(heads.size() - 1);
        if (newest.getVersion() > 0) {
            throw used("it has version " + newest.getVersion());
        }
        // An aggregator says what holds as soon as it has begun: a later word than the one that came with the version.
        if (state.filter(told -> told.getWrittenAtMs() != newest.getProvenance().getCreatedAtMs())
                .isPresent()) {
            throw used(AGGREGATOR);
        }
        Map<String, Object> config = new HashMap<>(Framings.kafkaOnly(kafkaConfig));
        config.put(AdminClientConfig.REQUEST_TIMEOUT_MS_CONFIG, callMillis);
        config.put(AdminClientConfig.DEFAULT_API_TIMEOUT_MS_CONFIG, callMillis);
        try (Admin admin = Admin.create(config)) {
            requireNoAggregator(admin);
            requireNoUpdate(admin);
        } catch (ExecutionException e) {
            throw new FederationException(
                    "whether version 0 is used could not be found out: "
                            + e.getCause().getMessage(),
                    e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new FederationException("interrupted while asking whether version 0 is used", e);
        }
    }

    /** An aggregator makes its own topics at its first start, and has read version 0 by then. */
    private void requireNoAggregator(Admin admin) throws ExecutionException, InterruptedException {
        String prefix = topics.applicationId() + "-";
        Set<String> names = admin.listTopics(new ListTopicsOptions().timeoutMs(callMillis))
                .names()
                .get();
        if (names.stream().anyMatch(name -> name.startsWith(prefix))) {
            throw used(AGGREGATOR);
        }
    }

    private void requireNoUpdate(Admin admin) throws ExecutionException, InterruptedException {
        int partitions = admin.describeTopics(List.of(topics.updates()))
                .allTopicNames()
                .get()
                .get(topics.updates())
                .partitions()
                .size();
        Map<TopicPartition, OffsetSpec> ends = IntStream.range(0, partitions)
                .mapToObj(partition -> new TopicPartition(topics.updates(), partition))
                .collect(Collectors.toMap(partition -> partition, partition -> OffsetSpec.latest()));
        long records = admin.listOffsets(ends).all().get().values().stream()
                .mapToLong(end -> end.offset())
                .sum();
        if (records > 0) {
            throw used("clients have sent updates");
        }
    }

    private FederationException used(String why) {
        return new FederationException("version 0 of federation " + topics.federation()
                + " must be one that nobody has used to be replaced, but " + why
                + "; publish another model with: tributary model publish");
    }
}
