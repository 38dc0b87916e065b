package dev.tributary.federation.condition;

import dev.tributary.federation.provisioning.StoreNames;
import dev.tributary.log.cluster.Cluster;
import dev.tributary.log.cluster.ClusterOffsets;
import dev.tributary.schemas.topic.FederationTopics;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.apache.kafka.common.TopicPartition;

/**
 * Looks at a federation on its cluster.
 *
 * @param cluster stays with the caller
 * @param topics  names of the federation
 */
public record ConditionReader(Cluster cluster, FederationTopics topics) {

    /**
     * Looks.
     *
     * @param newestVersion gives the newest version on the topic of models; asked only where the memory of stage 2 holds
     *                      nothing, since that is the only case in which it matters
     * @return the condition
     * @throws dev.tributary.schemas.FederationException if something may not be seen, or the cluster does not answer
     */
    public FederationCondition read(Supplier<OptionalLong> newestVersion) {
        Map<String, Integer> counts = partitions();
        int updates = counts.getOrDefault(topics.updates(), 0);
        List<ChangelogState> changelogs = new ArrayList<>(changelogs(counts, StoreNames.ADMISSION, updates));
        List<ChangelogState> rounds = changelogs(counts, StoreNames.ROUND, 1);
        changelogs.addAll(rounds);
        boolean isAsked = rounds.stream().anyMatch(ChangelogState::isEmpty);
        return new FederationCondition(
                topics, inputs(counts), changelogs, isAsked ? newestVersion.get() : OptionalLong.empty());
    }

    /**
     * Names the changelogs of both stages, which are what an aggregator remembers.
     *
     * @param topics names of the federation
     * @return names of two topics
     */
    static List<String> memory(FederationTopics topics) {
        return List.of(changelog(topics, StoreNames.ADMISSION), changelog(topics, StoreNames.ROUND));
    }

    static String changelog(FederationTopics topics, String store) {
        return topics.applicationId() + "-" + store + "-changelog";
    }

    /**
     * Lists what an aggregator's group reads.
     *
     * @return each partition of those topics that exist
     */
    List<TopicPartition> inputPartitions() {
        return inputPartitions(partitions());
    }

    private List<TopicPartition> inputPartitions(Map<String, Integer> counts) {
        return Stream.of(topics.updates(), topics.partials(), topics.control(), topics.evaluations())
                .flatMap(topic -> partitionsOf(topic, counts.getOrDefault(topic, 0)))
                .toList();
    }

    static Stream<TopicPartition> partitionsOf(String topic, int count) {
        return IntStream.range(0, count).mapToObj(partition -> new TopicPartition(topic, partition));
    }

    private Map<String, Integer> partitions() {
        List<String> names = new ArrayList<>(memory(topics));
        names.addAll(List.of(topics.updates(), topics.control(), topics.evaluations()));
        Map<String, Integer> counts = countsOf(names);
        // With one partition of updates there is no topic of partial sums, and whoever asks for it is told of a right.
        if (counts.getOrDefault(topics.updates(), 0) > 1) {
            counts.putAll(countsOf(List.of(topics.partials())));
        }
        return counts;
    }

    private Map<String, Integer> countsOf(Collection<String> names) {
        Map<String, Integer> counts = new HashMap<>();
        cluster.findTopics(names)
                .forEach((name, description) ->
                        counts.put(name, description.partitions().size()));
        return counts;
    }

    private List<InputState> inputs(Map<String, Integer> counts) {
        ClusterOffsets offsets = cluster.offsets();
        List<TopicPartition> partitions = inputPartitions(counts);
        Map<TopicPartition, Long> begins = offsets.begins(partitions);
        Map<TopicPartition, Long> ends = offsets.ends(partitions);
        Map<TopicPartition, Long> committed = offsets.committed(topics.applicationId());
        return partitions.stream()
                .map(partition -> new InputState(
                        partition.topic(),
                        partition.partition(),
                        begins.get(partition),
                        ends.get(partition),
                        committed.containsKey(partition)
                                ? OptionalLong.of(committed.get(partition))
                                : OptionalLong.empty()))
                .toList();
    }

    private List<ChangelogState> changelogs(Map<String, Integer> counts, String store, int wanted) {
        ClusterOffsets offsets = cluster.offsets();
        String topic = changelog(topics, store);
        int present = counts.getOrDefault(topic, 0);
        List<TopicPartition> partitions = partitionsOf(topic, present).toList();
        Map<TopicPartition, Long> begins = offsets.begins(partitions);
        Map<TopicPartition, Long> ends = offsets.ends(partitions);
        return partitionsOf(topic, Math.max(wanted, present))
                .map(one -> {
                    boolean isPresent = one.partition() < present;
                    boolean isEmpty = !isPresent || begins.get(one).equals(ends.get(one));
                    return new ChangelogState(topic, one.partition(), isPresent, isEmpty);
                })
                .toList();
    }
}
