package dev.tributary.federation.access;

import static dev.tributary.federation.access.AccessRule.allow;
import static dev.tributary.federation.access.Operation.ALTER_CONFIGS;
import static dev.tributary.federation.access.Operation.CREATE;
import static dev.tributary.federation.access.Operation.DESCRIBE;
import static dev.tributary.federation.access.Operation.DESCRIBE_CONFIGS;
import static dev.tributary.federation.access.Operation.READ;
import static dev.tributary.federation.access.Operation.WRITE;

import dev.tributary.schemas.topic.FederationTopics;
import java.util.ArrayList;
import java.util.List;

/**
 * The least that each role needs. {@code docs/access.md} says for each rule which call needs it.
 *
 * <p>Nobody needs a permission on the cluster itself: since Kafka 2.8 an idempotent producer needs no IdempotentWrite if
 * it may write some topic. Nobody may delete anything, or give permissions to others.
 *
 * @param topics                    names of the federation
 * @param aggregatorCreatesTopics   whether the aggregator may create its changelogs, if {@code topics apply} has not
 * @param clientsDescribeConfigs    whether clients may see the settings of {@code updates}; needed only where its
 *                                  {@code max.message.bytes} is below Kafka's default
 * @param isMasked                  whether updates come under masks, which gives rules on further topics
 */
public record AccessPlan(
        FederationTopics topics, boolean aggregatorCreatesTopics, boolean clientsDescribeConfigs, boolean isMasked) {

    /**
     * Plans for a federation whose updates stand in the clear.
     *
     * @param topics                  names of the federation
     * @param aggregatorCreatesTopics whether the aggregator may create its changelogs
     * @param clientsDescribeConfigs  whether clients may see the settings of {@code updates}
     */
    public AccessPlan(FederationTopics topics, boolean aggregatorCreatesTopics, boolean clientsDescribeConfigs) {
        this(topics, aggregatorCreatesTopics, clientsDescribeConfigs, false);
    }

    /**
     * Lists the rights of a role.
     *
     * @param role the role
     * @return its rules
     */
    public List<AccessRule> rules(AccessRole role) {
        List<AccessRule> rules = new ArrayList<>(inTheClear(role));
        if (isMasked) {
            rules.addAll(new MaskedAccess(topics).rules(role));
        }
        return List.copyOf(rules);
    }

    private List<AccessRule> inTheClear(AccessRole role) {
        return switch (role) {
            case OPERATOR -> operator();
            case AGGREGATOR -> aggregator();
            case CLIENT -> client();
            // They have a part in masked federations alone.
            case MASK_HELPER, ENROLMENT -> List.of();
            case OBSERVER -> observer();
            case CONSOLE -> console();
        };
    }

    private List<AccessRule> operator() {
        return List.of(
                allow(Resource.topics(topics.common()), CREATE, DESCRIBE, DESCRIBE_CONFIGS, ALTER_CONFIGS),
                // Reads it to make sure that there is no model yet.
                allow(Resource.topic(topics.model()), READ, WRITE),
                // Says what it did last.
                allow(Resource.topic(topics.rounds()), READ, WRITE),
                allow(Resource.topic(topics.control()), WRITE),
                // Hears which commands were refused.
                allow(Resource.topic(topics.rejections()), READ),
                allow(Resource.transactionalId(topics.publisherId()), WRITE, DESCRIBE));
    }

    private List<AccessRule> aggregator() {
        List<AccessRule> rules = new ArrayList<>();
        rules.add(allow(Resource.topic(topics.updates()), READ, DESCRIBE, DESCRIBE_CONFIGS));
        rules.add(allow(Resource.topic(topics.partials()), READ, WRITE, DESCRIBE, DESCRIBE_CONFIGS));
        rules.add(allow(Resource.topic(topics.rounds()), READ, WRITE, DESCRIBE, DESCRIBE_CONFIGS));
        rules.add(allow(Resource.topic(topics.model()), READ, WRITE, DESCRIBE, DESCRIBE_CONFIGS));
        rules.add(allow(Resource.topic(topics.rejections()), WRITE, DESCRIBE, DESCRIBE_CONFIGS));
        rules.add(allow(Resource.topic(topics.evaluations()), READ, DESCRIBE, DESCRIBE_CONFIGS));
        rules.add(allow(Resource.topic(topics.control()), READ, WRITE, DESCRIBE, DESCRIBE_CONFIGS));
        Resource changelogs = Resource.topics(topics.applicationId() + "-");
        rules.add(
                aggregatorCreatesTopics
                        ? allow(changelogs, READ, WRITE, DESCRIBE, DESCRIBE_CONFIGS, CREATE)
                        : allow(changelogs, READ, WRITE, DESCRIBE, DESCRIBE_CONFIGS));
        rules.add(allow(Resource.group(topics.applicationId()), READ, DESCRIBE));
        // Kafka Streams adds the process and the thread to the application id.
        rules.add(allow(Resource.transactionalIds(topics.applicationId() + "-"), WRITE, DESCRIBE));
        return List.copyOf(rules);
    }

    private List<AccessRule> client() {
        return List.of(
                clientsDescribeConfigs
                        ? allow(Resource.topic(topics.updates()), WRITE, DESCRIBE, DESCRIBE_CONFIGS)
                        : allow(Resource.topic(topics.updates()), WRITE, DESCRIBE),
                allow(Resource.topic(topics.evaluations()), WRITE, DESCRIBE),
                allow(Resource.topic(topics.model()), READ, DESCRIBE));
    }

    private List<AccessRule> observer() {
        return List.of(
                allow(Resource.topic(topics.rounds()), READ, DESCRIBE),
                allow(Resource.topic(topics.rejections()), READ, DESCRIBE),
                allow(Resource.topic(topics.model()), READ, DESCRIBE),
                // Most tools that show topics insist on a group.
                allow(Resource.groups(topics.common() + "observer"), READ, DESCRIBE));
    }

    /** By {@code assign}, so without a group; without models, since whoever has one can look for what it remembers. */
    private List<AccessRule> console() {
        return List.of(
                allow(Resource.topic(topics.rounds()), READ, DESCRIBE),
                allow(Resource.topic(topics.rejections()), READ, DESCRIBE));
    }
}
