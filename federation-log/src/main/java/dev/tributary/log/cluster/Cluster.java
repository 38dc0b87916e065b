package dev.tributary.log.cluster;

import dev.tributary.log.registry.Framings;
import dev.tributary.schemas.FederationException;
import dev.tributary.schemas.topic.TopicPlan;
import dev.tributary.schemas.topic.TopicSpec;
import java.time.Duration;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.clients.admin.AlterConfigOp;
import org.apache.kafka.clients.admin.AlterConfigsOptions;
import org.apache.kafka.clients.admin.Config;
import org.apache.kafka.clients.admin.ConfigEntry;
import org.apache.kafka.clients.admin.CreateTopicsOptions;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.config.ConfigResource;
import org.apache.kafka.common.errors.AuthorizationException;
import org.apache.kafka.common.errors.TopicExistsException;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The Kafka cluster, as an administrator's client sees it. Each failure is one line with its cure. */
public final class Cluster implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(Cluster.class);
    private static final String MAX_MESSAGE_BYTES = "max.message.bytes";

    private static final Duration LONGEST_SIGHT = Duration.ofSeconds(5);
    private static final Duration SIGHT_INTERVAL = Duration.ofMillis(20);

    private final Admin admin;
    private final Duration timeout;
    private final ClusterFailures failures;

    private Cluster(Admin admin, String bootstrapServers, Duration timeout) {
        this.admin = admin;
        this.timeout = timeout;
        this.failures = new ClusterFailures(bootstrapServers, timeout);
    }

    /**
     * Connects and waits for an answer.
     *
     * @param kafkaConfig how to reach the cluster, by Kafka's names
     * @param ours        longest time for this and for each later call, unless the user has set a longer one
     * @return the cluster, to be closed by the caller
     * @throws FederationException if it does not answer in time or refuses
     */
    public static Cluster connect(Map<String, Object> kafkaConfig, Duration ours) {
        Duration timeout = TimeLimits.lengthened(ours, kafkaConfig);
        Map<String, Object> config = Framings.kafkaOnly(kafkaConfig);
        ListenerProbe.requireKafka(config);
        int millis = Math.toIntExact(timeout.toMillis());
        config.put(AdminClientConfig.REQUEST_TIMEOUT_MS_CONFIG, millis);
        config.put(AdminClientConfig.DEFAULT_API_TIMEOUT_MS_CONFIG, millis);
        String servers = String.valueOf(kafkaConfig.get(AdminClientConfig.BOOTSTRAP_SERVERS_CONFIG));
        try {
            Cluster cluster = new Cluster(Admin.create(config), servers, timeout);
            cluster.requireAnswer();
            return cluster;
        } catch (KafkaException e) {
            throw new FederationException(
                    "no client could be made for bootstrap.servers " + servers + ": " + ClusterFailures.whyNoClient(e),
                    e);
        }
    }

    private void requireAnswer() {
        try {
            failures.await(admin.describeCluster().nodes(), "cluster");
        } catch (FederationException e) {
            admin.close(Duration.ZERO);
            throw e;
        }
    }

    /**
     * Requires that topics exist.
     *
     * @param names names of the topics
     * @return their descriptions by name
     * @throws FederationException naming the first topic that does not exist or may not be seen
     */
    public Map<String, TopicDescription> requireTopics(Collection<String> names) {
        Map<String, TopicDescription> found = new HashMap<>();
        Map<String, KafkaFuture<TopicDescription>> answers = describe(names);
        names.forEach(name -> found.put(name, failures.await(answers.get(name), "topic " + name)));
        return found;
    }

    /**
     * Looks for topics.
     *
     * @param names names of the topics
     * @return descriptions of those that exist, by name
     * @throws FederationException naming the first topic that may not be seen
     */
    public Map<String, TopicDescription> findTopics(Collection<String> names) {
        Map<String, TopicDescription> found = new HashMap<>();
        Map<String, KafkaFuture<TopicDescription>> answers = describe(names);
        for (String name : names) {
            tolerating(UnknownTopicOrPartitionException.class, answers.get(name), "topic " + name)
                    .ifPresent(description -> found.put(name, description));
        }
        return found;
    }

    private Map<String, KafkaFuture<TopicDescription>> describe(Collection<String> names) {
        return admin.describeTopics(List.copyOf(names)).topicNameValues();
    }

    /**
     * Reads the settings of topics.
     *
     * @param names names of topics that exist
     * @return all settings by topic, those that a topic inherits included; a topic is absent if this principal may not
     *         describe its settings
     * @throws FederationException if they cannot be read for another reason
     */
    public Map<String, Map<String, String>> findSettings(Collection<String> names) {
        Map<String, Map<String, String>> found = new HashMap<>();
        admin.describeConfigs(names.stream().map(Cluster::topicResource).toList())
                .values()
                .forEach((topic, future) -> tolerating(
                                AuthorizationException.class, future, "settings of topic " + topic.name())
                        .ifPresent(config -> found.put(topic.name(), valuesOf(config))));
        return found;
    }

    private static Map<String, String> valuesOf(Config config) {
        Map<String, String> values = new HashMap<>();
        config.entries().stream()
                .filter(entry -> entry.value() != null)
                .forEach(entry -> values.put(entry.name(), entry.value()));
        return values;
    }

    private static ConfigResource topicResource(String topic) {
        return new ConfigResource(ConfigResource.Type.TOPIC, topic);
    }

    /**
     * Reads the real limit of a topic's records.
     *
     * @param topic name of the topic
     * @return its {@code max.message.bytes}; Kafka's default when this principal may not describe settings
     */
    public int maxMessageBytes(String topic) {
        return maxMessageBytes(topic, findSettings(List.of(topic)));
    }

    /**
     * Takes the real limit of a topic's records from settings that were read before.
     *
     * @param topic name of the topic
     * @param found the answer of {@link #findSettings}
     * @return the topic's {@code max.message.bytes}; Kafka's default when this principal may not describe settings
     */
    public static int maxMessageBytes(String topic, Map<String, Map<String, String>> found) {
        if (found.containsKey(topic)) {
            return Integer.parseInt(found.get(topic).get(MAX_MESSAGE_BYTES));
        }
        LOG.info(
                "may not describe the settings of {}: assuming Kafka's default of {} bytes for {}",
                topic,
                TopicPlan.MAX_MESSAGE_BYTES,
                MAX_MESSAGE_BYTES);
        return TopicPlan.MAX_MESSAGE_BYTES;
    }

    /**
     * Creates the topics that do not exist; leaves the others alone.
     *
     * @param specs the topics as planned
     * @return names of those that were created
     * @throws FederationException if one cannot be created
     */
    public List<String> createMissing(List<TopicSpec> specs) {
        List<String> created = create(specs, new CreateTopicsOptions());
        awaitSight(() -> findTopics(created).keySet().containsAll(created));
        return created;
    }

    /**
     * Asks the broker whether topics could be created: its policy, this principal's permission, the number of brokers.
     * Creates nothing.
     *
     * @param specs the topics as planned
     * @return names of those that do not exist and would be created
     * @throws FederationException if one could not be created
     */
    public List<String> validateMissing(List<TopicSpec> specs) {
        return create(specs, new CreateTopicsOptions().validateOnly(true));
    }

    private List<String> create(List<TopicSpec> specs, CreateTopicsOptions options) {
        List<NewTopic> wanted = specs.stream()
                .map(spec ->
                        new NewTopic(spec.name(), spec.partitions(), spec.replicationFactor()).configs(spec.settings()))
                .toList();
        return admin.createTopics(wanted, options).values().entrySet().stream()
                .filter(entry -> wasCreated(entry.getKey(), entry.getValue()))
                .map(Map.Entry::getKey)
                .sorted()
                .toList();
    }

    private boolean wasCreated(String name, KafkaFuture<Void> future) {
        // A topic that was created carries no value, so the mark says that nothing was tolerated.
        return tolerating(TopicExistsException.class, future.thenApply(nothing -> name), "new topic " + name)
                .isPresent();
    }

    /**
     * Sets settings of topics; leaves their other settings alone.
     *
     * @param settings     new values by topic and setting
     * @param validateOnly whether the broker only says if it would
     * @throws FederationException if one cannot be set
     */
    public void alterSettings(Map<String, Map<String, String>> settings, boolean validateOnly) {
        Map<ConfigResource, Collection<AlterConfigOp>> changes = new HashMap<>();
        settings.forEach((topic, values) -> changes.put(
                topicResource(topic),
                values.entrySet().stream()
                        .map(value -> new AlterConfigOp(
                                new ConfigEntry(value.getKey(), value.getValue()), AlterConfigOp.OpType.SET))
                        .toList()));
        admin.incrementalAlterConfigs(changes, new AlterConfigsOptions().validateOnly(validateOnly))
                .values()
                .forEach((topic, future) -> failures.await(future, "settings of topic " + topic.name()));
        if (!validateOnly) {
            awaitSight(() -> areSet(settings));
        }
    }

    private boolean areSet(Map<String, Map<String, String>> settings) {
        Map<String, Map<String, String>> found = findSettings(settings.keySet());
        return settings.entrySet().stream()
                .allMatch(topic -> !found.containsKey(topic.getKey())
                        || found.get(topic.getKey())
                                .entrySet()
                                .containsAll(topic.getValue().entrySet()));
    }

    /**
     * Waits until the topics that the controller has acknowledged are seen by the broker that answers, some milliseconds later:
     * otherwise the next command could miss the topic that the last one created. Gives up quietly, since it is done.
     */
    private void awaitSight(BooleanSupplier isSeen) {
        long deadline = System.nanoTime() + LONGEST_SIGHT.toNanos();
        try {
            while (!isSeen.getAsBoolean() && System.nanoTime() - deadline < 0) {
                Thread.sleep(SIGHT_INTERVAL.toMillis());
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (FederationException e) {
            LOG.debug("not seen again", e);
        }
    }

    /** Waits for an answer; empty for the one failure that is none to the caller. */
    private <T> Optional<T> tolerating(Class<? extends KafkaException> tolerated, KafkaFuture<T> future, String what) {
        try {
            return Optional.of(failures.await(future, what));
        } catch (FederationException e) {
            if (tolerated.isInstance(e.getCause())) {
                return Optional.empty();
            }
            throw e;
        }
    }

    /** Asks for the operations that this principal may do, until the cluster is closed. */
    public ClusterAccess access() {
        return new ClusterAccess(admin, failures);
    }

    /** Asks for offsets of topics and groups, until the cluster is closed. */
    public ClusterOffsets offsets() {
        return new ClusterOffsets(admin, failures);
    }

    @Override
    public void close() {
        admin.close(timeout);
    }
}
