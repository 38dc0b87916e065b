package dev.tributary.federation.access;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tributary.federation.rendering.StrimziResources;
import dev.tributary.schemas.FederationException;
import java.util.List;
import java.util.Map;

/**
 * Access rules as {@code KafkaUser} resources. {@code User:alice} becomes the user {@code alice} with SCRAM,
 * {@code User:CN=alice} the user {@code alice} with a TLS client certificate, as Strimzi names its principals.
 *
 * @param plan       rights of each role
 * @param principals who has each role
 * @param cluster    name of the {@code Kafka} resource
 */
record StrimziUsers(AccessPlan plan, Map<AccessRole, List<Principal>> principals, String cluster) {

    private static final String TLS_PREFIX = "CN=";

    String render() {
        StrimziResources resources = new StrimziResources(cluster);
        for (AccessRole role : AccessRole.values()) {
            principals.getOrDefault(role, List.of()).forEach(holder -> describe(holder, role, resources));
        }
        return resources.render();
    }

    private void describe(Principal holder, AccessRole role, StrimziResources resources) {
        boolean hasCertificate = holder.name().startsWith(TLS_PREFIX);
        String name = hasCertificate ? holder.name().substring(TLS_PREFIX.length()) : holder.name();
        if (!"User".equals(holder.type()) || !StrimziResources.isName(name)) {
            throw new FederationException(
                    "principal must be User:<name> or User:CN=<name> with a name of a Kubernetes resource"
                            + " (a-z, 0-9, '-' and '.'), was " + holder);
        }
        ObjectNode spec = resources.add("KafkaUser", name);
        spec.putObject("authentication").put("type", hasCertificate ? "tls" : "scram-sha-512");
        ObjectNode authorization = spec.putObject("authorization");
        authorization.put("type", "simple");
        ArrayNode acls = authorization.putArray("acls");
        plan.rules(role).forEach(rule -> describe(rule, acls.addObject()));
    }

    private static void describe(AccessRule rule, ObjectNode acl) {
        ObjectNode resource = acl.putObject("resource");
        resource.put("type", rule.resource().kind().type());
        resource.put("name", rule.resource().name());
        resource.put("patternType", rule.resource().isPrefixed() ? "prefix" : "literal");
        ArrayNode operations = acl.putArray("operations");
        rule.operations().forEach(operation -> operations.add(operation.word()));
    }
}
