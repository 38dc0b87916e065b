package dev.tributary.federation.access;

import dev.tributary.log.cluster.Cluster;
import dev.tributary.log.cluster.ClusterAccess;
import dev.tributary.schemas.FederationException;
import java.util.Collection;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.apache.kafka.common.acl.AclOperation;

/**
 * Asks the cluster at the start of a process for the rights whose lack would otherwise stop it in the middle of its work,
 * without a word on the remedy.
 *
 * @param rules         rights of the process's role
 * @param applicationId its group, and the beginning of its transactional ids
 */
public record RequiredAccess(List<AccessRule> rules, String applicationId) {

    /** Copies the rules. */
    public RequiredAccess {
        rules = List.copyOf(rules);
    }

    /**
     * Asks.
     *
     * @param cluster where
     * @param topics  topics that are there; Read and Write are asked for, as far as the rules name them: who has these may
     *                describe too, and nobody has to see settings
     * @throws FederationException naming the first right that is missing, and the remedy
     */
    public void require(Cluster cluster, Collection<String> topics) {
        Map<String, Set<AclOperation>> operations = new TreeMap<>();
        topics.forEach(topic -> operations.put(topic, indispensable(topic)));
        ClusterAccess access = cluster.access();
        access.requireOperations(operations);
        access.requireGroup(applicationId);
        access.requireTransactionalId(applicationId + "-start-check");
    }

    /** Rights of the role on a topic without which its records cannot be read or written. */
    Set<AclOperation> indispensable(String topic) {
        return rules.stream()
                .filter(rule -> rule.resource().coversTopic(topic))
                .flatMap(rule -> rule.operations().stream())
                .map(operation -> AclOperation.valueOf(operation.name()))
                .filter(EnumSet.of(AclOperation.READ, AclOperation.WRITE)::contains)
                .collect(Collectors.toSet());
    }
}
