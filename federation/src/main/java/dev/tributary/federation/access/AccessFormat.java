package dev.tributary.federation.access;

import java.util.List;
import java.util.Map;

/** Forms in which access rules are printed. */
public enum AccessFormat {
    /** A shell script of {@code kafka-acls}. */
    KAFKA,
    /** Resources for Strimzi's user operator. */
    STRIMZI;

    /**
     * Prints the rules of principals.
     *
     * @param plan           rights of each role
     * @param principals     who has each role
     * @param strimziCluster name of the Strimzi {@code Kafka} resource; of no matter to the other form
     * @return the text, with a line feed at its end
     * @throws dev.tributary.schemas.FederationException if a principal cannot be said in this form
     */
    public String render(AccessPlan plan, Map<AccessRole, List<Principal>> principals, String strimziCluster) {
        return switch (this) {
            case KAFKA -> new KafkaAclsScript(plan, principals).render();
            case STRIMZI -> new StrimziUsers(plan, principals, strimziCluster).render();
        };
    }
}
