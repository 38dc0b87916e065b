package dev.tributary.log.cluster;

import dev.tributary.schemas.FederationException;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.GroupIdNotFoundException;

/** Offsets of topics and of consumer groups, as an administrator's client sees them. */
public final class ClusterOffsets {

    private final Admin admin;
    private final ClusterFailures failures;

    ClusterOffsets(Admin admin, ClusterFailures failures) {
        this.admin = admin;
        this.failures = failures;
    }

    /**
     * Asks where partitions begin.
     *
     * @param partitions partitions that exist
     * @return the first offset of each that is still there
     * @throws FederationException if the cluster does not answer
     */
    public Map<TopicPartition, Long> begins(Collection<TopicPartition> partitions) {
        return list(partitions, OffsetSpec.earliest());
    }

    /**
     * Asks where partitions end.
     *
     * @param partitions partitions that exist
     * @return the offset after the last record of each
     * @throws FederationException if the cluster does not answer
     */
    public Map<TopicPartition, Long> ends(Collection<TopicPartition> partitions) {
        return list(partitions, OffsetSpec.latest());
    }

    private Map<TopicPartition, Long> list(Collection<TopicPartition> partitions, OffsetSpec spec) {
        Map<TopicPartition, OffsetSpec> asked =
                partitions.stream().collect(Collectors.toMap(Function.identity(), partition -> spec));
        Map<TopicPartition, Long> found = new HashMap<>();
        failures.await(admin.listOffsets(asked).all(), "offsets of topics")
                .forEach((partition, info) -> found.put(partition, info.offset()));
        return found;
    }

    /**
     * Asks how far a group has read.
     *
     * @param groupId name of the group, which need not exist
     * @return offset that each partition goes on with; empty without a group
     * @throws FederationException if this principal may not see the group, or the cluster does not answer
     */
    public Map<TopicPartition, Long> committed(String groupId) {
        try {
            Map<TopicPartition, OffsetAndMetadata> answer = failures.await(
                    admin.listConsumerGroupOffsets(groupId).partitionsToOffsetAndMetadata(), "group " + groupId);
            Map<TopicPartition, Long> found = new HashMap<>();
            answer.forEach((partition, offset) -> {
                if (offset != null) {
                    found.put(partition, offset.offset());
                }
            });
            return found;
        } catch (FederationException e) {
            if (e.getCause() instanceof GroupIdNotFoundException) {
                return Map.of();
            }
            throw e;
        }
    }

    /**
     * Counts who reads in a group.
     *
     * @param groupId name of the group, which need not exist
     * @return its members; 0 without a group
     * @throws FederationException if this principal may not see the group, or the cluster does not answer
     */
    public int members(String groupId) {
        try {
            return failures.await(admin.describeConsumerGroups(List.of(groupId)).all(), "group " + groupId)
                    .get(groupId)
                    .members()
                    .size();
        } catch (FederationException e) {
            if (e.getCause() instanceof GroupIdNotFoundException) {
                return 0;
            }
            throw e;
        }
    }
}
