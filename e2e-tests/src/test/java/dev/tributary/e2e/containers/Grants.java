package dev.tributary.e2e.containers;

import dev.tributary.federation.access.AccessPlan;
import dev.tributary.federation.access.AccessRole;
import dev.tributary.federation.access.AccessRule;
import dev.tributary.schemas.topic.FederationTopics;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.function.Function;
import java.util.stream.Stream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.common.acl.AccessControlEntry;
import org.apache.kafka.common.acl.AclBinding;
import org.apache.kafka.common.acl.AclOperation;
import org.apache.kafka.common.acl.AclPermissionType;
import org.apache.kafka.common.resource.PatternType;
import org.apache.kafka.common.resource.ResourcePattern;
import org.apache.kafka.common.resource.ResourceType;

/** Gives operator, aggregator and client of a federation what {@code topics acls} says, and no more. */
final class Grants {

    private Grants() {}

    /**
     * Creates the rules.
     *
     * @param admin     properties of somebody who may
     * @param topics    names of the federation
     * @param principal who has a role, such as {@code User:alice}
     */
    static void create(Map<String, Object> admin, FederationTopics topics, Function<AccessRole, String> principal) {
        create(
                admin,
                new AccessPlan(topics, false, false),
                principal,
                List.of(AccessRole.OPERATOR, AccessRole.AGGREGATOR, AccessRole.CLIENT));
    }

    /**
     * Creates the rules of a masked federation, for all of its roles.
     *
     * @param admin     properties of somebody who may
     * @param topics    names of the federation
     * @param principal who has a role
     */
    static void createMasked(
            Map<String, Object> admin, FederationTopics topics, Function<AccessRole, String> principal) {
        create(admin, new AccessPlan(topics, false, false, true), principal, List.of(AccessRole.values()));
    }

    private static void create(
            Map<String, Object> admin,
            AccessPlan plan,
            Function<AccessRole, String> principal,
            List<AccessRole> roles) {
        try (Admin client = Admin.create(admin)) {
            client.createAcls(roles.stream()
                            .flatMap(role ->
                                    plan.rules(role).stream().flatMap(rule -> bindings(rule, principal.apply(role))))
                            .toList())
                    .all()
                    .get();
        } catch (ExecutionException e) {
            throw new IllegalStateException("rules must be created, were not", e.getCause());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    private static Stream<AclBinding> bindings(AccessRule rule, String principal) {
        ResourcePattern resource = new ResourcePattern(
                ResourceType.valueOf(rule.resource().kind().name()),
                rule.resource().name(),
                rule.resource().isPrefixed() ? PatternType.PREFIXED : PatternType.LITERAL);
        return rule.operations().stream()
                .map(operation -> new AclBinding(
                        resource,
                        new AccessControlEntry(
                                principal, "*", AclOperation.valueOf(operation.name()), AclPermissionType.ALLOW)));
    }
}
