package dev.tributary.log.cluster;

import dev.tributary.schemas.FederationException;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.DescribeTopicsOptions;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.acl.AclOperation;
import org.apache.kafka.common.errors.AuthorizationException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Rights of this principal on a cluster, asked before they are needed: a client that is refused later says so in a log,
 * again and again, and not in a line that names the remedy.
 */
public final class ClusterAccess {

    private static final Logger LOG = LoggerFactory.getLogger(ClusterAccess.class);

    private static final String REMEDY = "; its ACLs are printed by: tributary topics acls";

    private final Admin admin;
    private final ClusterFailures failures;

    ClusterAccess(Admin admin, ClusterFailures failures) {
        this.admin = admin;
        this.failures = failures;
    }

    /**
     * Requires permissions on topics that exist.
     *
     * @param wanted operations that this principal needs, by topic
     * @throws FederationException naming the first topic on which it may not, and the operations
     */
    public void requireOperations(Map<String, Set<AclOperation>> wanted) {
        Map<String, KafkaFuture<TopicDescription>> answers = admin.describeTopics(
                        List.copyOf(wanted.keySet()), new DescribeTopicsOptions().includeAuthorizedOperations(true))
                .topicNameValues();
        wanted.forEach((topic, operations) ->
                requireAll(topic, operations, failures.await(answers.get(topic), "topic " + topic)));
    }

    private static void requireAll(String topic, Set<AclOperation> wanted, TopicDescription found) {
        Set<AclOperation> missing = EnumSet.noneOf(AclOperation.class);
        missing.addAll(wanted);
        missing.removeAll(found.authorizedOperations());
        if (!missing.isEmpty()) {
            String names = missing.stream().map(ClusterAccess::show).collect(Collectors.joining(" and "));
            throw new FederationException("this principal must be allowed to " + names + " topic " + topic + REMEDY);
        }
    }

    /** Shows an operation as {@code kafka-acls} does: AlterConfigs, not ALTER_CONFIGS. */
    private static String show(AclOperation operation) {
        return Arrays.stream(operation.name().split("_", -1))
                .map(word -> word.charAt(0) + word.substring(1).toLowerCase(Locale.ROOT))
                .collect(Collectors.joining());
    }

    /**
     * Requires that a consumer group may be used. Passes over a coordinator that does not answer: it may still be
     * starting.
     *
     * @param groupId name of the group, which need not exist
     * @throws FederationException if this principal may not use it
     */
    public void requireGroup(String groupId) {
        requireAllowed(admin.listConsumerGroupOffsets(groupId).partitionsToOffsetAndMetadata(), "group " + groupId);
    }

    /**
     * Requires that a transactional id may be used. Passes over a coordinator that does not answer: it may still be
     * starting.
     *
     * @param transactionalId the id, which need not exist
     * @throws FederationException if this principal may not use it
     */
    public void requireTransactionalId(String transactionalId) {
        requireAllowed(
                admin.describeTransactions(List.of(transactionalId)).description(transactionalId),
                "transactional id " + transactionalId);
    }

    private void requireAllowed(KafkaFuture<?> answer, String what) {
        try {
            failures.await(answer, what);
        } catch (FederationException e) {
            if (e.getCause() instanceof AuthorizationException) {
                // Kafka's own message names the look-up of the coordinator, which says nothing to an operator.
                throw new FederationException(what + " may not be used by this principal" + REMEDY, e.getCause());
            }
            LOG.debug("not checked: {}", what, e);
        }
    }
}
