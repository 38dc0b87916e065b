package dev.tributary.federation.rendering;

import dev.tributary.federation.provisioning.ProvisioningPlan;
import dev.tributary.schemas.topic.TopicPlan;
import dev.tributary.schemas.topic.TopicSpec;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * A plan as commands of {@code kafka-topics} and, run with {@code --alter}, of {@code kafka-configs}.
 *
 * @param plan the plan
 */
record KafkaTopicsScript(ProvisioningPlan plan) {

    String render() {
        KafkaScript script = new KafkaScript("Topics of the federation "
                + plan.settings().topics().federation() + ", as planned by: tributary topics plan --format kafka");
        script.comment("Creates what is missing; leaves the others alone.");
        plan.specs().forEach(spec -> script.call("", "kafka-topics.sh", creation(spec)));
        script.comment("With the argument --alter: sets the settings of topics that were there before too.");
        script.line("if [ \"${1:-}\" = --alter ]; then");
        plan.specs().forEach(spec -> script.call("  ", "kafka-configs.sh", alteration(spec)));
        script.line("fi");
        return script.render();
    }

    private static List<String> creation(TopicSpec spec) {
        List<String> options = new ArrayList<>();
        options.add("--create --if-not-exists --topic " + spec.name());
        options.add("--partitions " + spec.partitions());
        if (spec.replicationFactor() != TopicPlan.BROKERS_REPLICATION_FACTOR) {
            options.add("--replication-factor " + spec.replicationFactor());
        }
        new TreeMap<>(spec.settings()).forEach((name, value) -> options.add("--config " + name + "=" + value));
        return options;
    }

    private static List<String> alteration(TopicSpec spec) {
        String settings = new TreeMap<>(spec.settings())
                .entrySet().stream()
                        .map(setting -> setting.getKey() + "=" + grouped(setting.getValue()))
                        .collect(Collectors.joining(","));
        return List.of("--alter --entity-type topics --entity-name " + spec.name(), "--add-config " + settings);
    }

    /** To kafka-configs.sh a comma ends a value that is not in brackets; to a shell, brackets are a pattern. */
    private static String grouped(String value) {
        return value.contains(",") ? KafkaScript.quote("[" + value + "]") : value;
    }
}
