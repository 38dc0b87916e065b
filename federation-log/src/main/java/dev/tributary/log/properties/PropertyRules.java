package dev.tributary.log.properties;

import static dev.tributary.log.properties.KafkaProcess.AGGREGATOR;
import static dev.tributary.log.properties.KafkaProcess.CLIENT;
import static dev.tributary.log.properties.KafkaProcess.MASK_HELPER;

import dev.tributary.log.properties.PropertyRule.Treatment;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/** The table of Kafka's properties that are ours, by process. All others are the user's. */
public final class PropertyRules {

    private static final Set<KafkaProcess> STREAMS = Set.of(AGGREGATOR, MASK_HELPER);
    private static final Set<KafkaProcess> ALL = Set.of(AGGREGATOR, MASK_HELPER, CLIENT);
    private static final Set<KafkaProcess> CLIENTS = Set.of(CLIENT);

    private static final String ONCE = "each update counts exactly once only so";
    private static final String SKIPS = "what it skips would be lost in silence";
    private static final String IN_ORDER = "all records of an update go to the partition of its key";
    private static final String NO_GROUP = "a client reads as a member of no group";
    private static final String STORES = "the stores are ours and lie in memory";
    private static final String BYTES = "keys and values have types of ours";
    private static final String WAITS = "a client waits, and tries again, by rules of its own";

    private static final List<PropertyRule> RULES = Stream.of(
                    fixed("processing.guarantee", STREAMS, "exactly_once_v2", ONCE),
                    fixed("isolation.level", ALL, "read_committed", ONCE),
                    fixed("enable.idempotence", ALL, "true", ONCE),
                    fixed("acks", ALL, "all", "what one broker alone has is lost with it"),
                    fixed("enable.auto.commit", STREAMS, "false", ONCE),
                    fixed("transaction.two.phase.commit.enable", ALL, "false", ONCE),
                    refused("transactional.id", ALL, "transactions are the process's own affair"),
                    fixed("auto.offset.reset", STREAMS, "earliest", "updates sent before the start would be skipped"),
                    refused("deserialization.exception.handler", STREAMS, SKIPS),
                    refused("default.deserialization.exception.handler", STREAMS, SKIPS),
                    refused("production.exception.handler", STREAMS, SKIPS),
                    refused("default.production.exception.handler", STREAMS, SKIPS),
                    refused("processing.exception.handler", STREAMS, SKIPS),
                    refused("processing.exception.handler.global.enabled", STREAMS, SKIPS),
                    refused(
                            "errors.dead.letter.queue.topic.name",
                            STREAMS,
                            "refused updates stand on the topic rejections"),
                    refused("default.timestamp.extractor", STREAMS, "time is the broker's"),
                    refused("application.id", STREAMS, "group, changelogs and rights are named after the federation"),
                    refused("group.id", STREAMS, "the group is named after the federation"),
                    fixed("group.protocol", STREAMS, "classic", "the others are not proven with this topology yet"),
                    refused("partition.assignment.strategy", STREAMS, "Kafka Streams assigns the tasks"),
                    fixed(
                            "ensure.explicit.internal.resource.naming",
                            STREAMS,
                            "true",
                            "names of stores must never change"),
                    refused("topology.optimization", STREAMS, "it would rename what the log holds"),
                    refused("processor.wrapper.class", STREAMS, "the processors are ours"),
                    refused("default.client.supplier", STREAMS, "the process makes Kafka's clients itself"),
                    refused("state.dir", STREAMS, "say it with --state-dir"),
                    refused("default.dsl.store", STREAMS, STORES),
                    refused("dsl.store.suppliers.class", STREAMS, STORES),
                    refused("dsl.store.format", STREAMS, STORES),
                    refused("rocksdb.config.setter", STREAMS, STORES),
                    refused("replication.factor", STREAMS, "say it with topics.replicationFactor of federation.yaml"),
                    fixed("num.stream.threads", Set.of(MASK_HELPER), "1", "one ledger is one task"),
                    refused("partitioner.class", ALL, IN_ORDER),
                    fixed("partitioner.ignore.keys", ALL, "false", IN_ORDER),
                    fixed("allow.auto.create.topics", STREAMS, "false", "topics are made by tributary topics apply"),
                    replaced("allow.auto.create.topics", CLIENTS, "topics are made by tributary topics apply"),
                    replaced("group.id", CLIENTS, NO_GROUP),
                    replaced("group.instance.id", CLIENTS, NO_GROUP),
                    replaced("group.protocol", CLIENTS, NO_GROUP),
                    replaced("auto.offset.reset", CLIENTS, NO_GROUP),
                    replaced("enable.auto.commit", CLIENTS, NO_GROUP),
                    replaced("retries", CLIENTS, WAITS),
                    replaced("linger.ms", CLIENTS, WAITS),
                    replaced("delivery.timeout.ms", CLIENTS, WAITS),
                    replaced("max.block.ms", CLIENTS, WAITS),
                    replaced("key.serializer", ALL, BYTES),
                    replaced("value.serializer", ALL, BYTES),
                    replaced("key.deserializer", ALL, BYTES),
                    replaced("value.deserializer", ALL, BYTES),
                    replaced("default.key.serde", STREAMS, BYTES),
                    replaced("default.value.serde", STREAMS, BYTES))
            .toList();

    private PropertyRules() {}

    /**
     * Gives the whole table.
     *
     * @return its rules, in the order of docs/kafka-settings.md
     */
    public static List<PropertyRule> all() {
        return RULES;
    }

    static Optional<PropertyRule> find(KafkaProcess process, String bareName) {
        return RULES.stream().filter(rule -> rule.holdsFor(process, bareName)).findFirst();
    }

    private static PropertyRule fixed(String name, Set<KafkaProcess> processes, String value, String reason) {
        return new PropertyRule(name, processes, Treatment.FIXED, value, reason);
    }

    private static PropertyRule refused(String name, Set<KafkaProcess> processes, String reason) {
        return new PropertyRule(name, processes, Treatment.REFUSED, "", reason);
    }

    private static PropertyRule replaced(String name, Set<KafkaProcess> processes, String reason) {
        return new PropertyRule(name, processes, Treatment.REPLACED, "", reason);
    }
}
