package dev.tributary.federation.access;

import dev.tributary.federation.rendering.KafkaScript;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * Access rules as commands of {@code kafka-acls}.
 *
 * @param plan       rights of each role
 * @param principals who has each role
 */
record KafkaAclsScript(AccessPlan plan, Map<AccessRole, List<Principal>> principals) {

    String render() {
        KafkaScript script = new KafkaScript("Access control lists of the federation "
                + plan.topics().federation() + ", as printed by: tributary topics acls --format kafka");
        for (AccessRole role : AccessRole.values()) {
            List<Principal> holders = principals.getOrDefault(role, List.of());
            if (!holders.isEmpty()) {
                script.comment(role.name().charAt(0) + role.name().substring(1).toLowerCase(Locale.ROOT) + ": "
                        + role.task() + ".");
                plan.rules(role).forEach(rule -> script.call("", "kafka-acls.sh", addition(rule, holders)));
            }
        }
        return script.render();
    }

    private static List<String> addition(AccessRule rule, List<Principal> holders) {
        List<String> options = new ArrayList<>();
        options.add("--add "
                + holders.stream()
                        .map(holder -> "--allow-principal " + KafkaScript.quote(holder.toString()))
                        .collect(Collectors.joining(" ")));
        options.add(rule.operations().stream()
                .map(operation -> "--operation " + operation.word())
                .collect(Collectors.joining(" ")));
        Resource resource = rule.resource();
        options.add("--resource-pattern-type " + (resource.isPrefixed() ? "prefixed" : "literal") + " "
                + resource.kind().option() + " " + resource.name());
        return options;
    }
}
