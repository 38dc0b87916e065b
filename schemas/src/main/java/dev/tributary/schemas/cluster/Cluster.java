package dev.tributary.schemas.cluster;

import dev.tributary.schemas.FederationException;
import dev.tributary.schemas.topic.TopicSpec;
import java.time.Duration;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.config.ConfigResource;
import org.apache.kafka.common.errors.AuthenticationException;
import org.apache.kafka.common.errors.AuthorizationException;
import org.apache.kafka.common.errors.TopicExistsException;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The Kafka cluster, as an administrator's client sees it. Each failure is one line that says what to do. */
public final class Cluster implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(Cluster.class);
    private static final String MAX_MESSAGE_BYTES = "max.message.bytes";

    private final Admin admin;
    private final String bootstrapServers;
    private final Duration timeout;

    private Cluster(Admin admin, String bootstrapServers, Duration timeout) {
        this.admin = admin;
        this.bootstrapServers = bootstrapServers;
        this.timeout = timeout;
    }

    /**
     * Connects and waits for an answer.
     *
     * @param kafkaConfig how to reach the cluster, by Kafka's names
     * @param timeout     longest time for this and for each later call
     * @return the cluster, to be closed by the caller
     * @throws FederationException if it does not answer in time or refuses
     */
    public static Cluster connect(Map<String, Object> kafkaConfig, Duration timeout) {
        Map<String, Object> config = new HashMap<>(kafkaConfig);
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
                    "no client could be made for bootstrap.servers " + servers + ": " + rootMessage(e), e);
        }
    }

    private void requireAnswer() {
        try {
            await(admin.describeCluster().nodes(), "cluster");
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
        admin.describeTopics(List.copyOf(names))
                .topicNameValues()
                .forEach((name, future) -> found.put(name, await(future, "topic " + name)));
        return found;
    }

    /**
     * Reads the real limit of a topic's records.
     *
     * @param topic name of the topic
     * @return its {@code max.message.bytes}; Kafka's default when this principal may not describe settings
     */
    public int maxMessageBytes(String topic) {
        ConfigResource resource = new ConfigResource(ConfigResource.Type.TOPIC, topic);
        try {
            String value = admin.describeConfigs(List.of(resource))
                    .values()
                    .get(resource)
                    .get(timeout.toMillis(), TimeUnit.MILLISECONDS)
                    .get(MAX_MESSAGE_BYTES)
                    .value();
            return Integer.parseInt(value);
        } catch (ExecutionException e) {
            if (e.getCause() instanceof AuthorizationException) {
                LOG.info(
                        "may not describe the settings of {}: assuming Kafka's default of {} bytes for {}",
                        topic,
                        dev.tributary.schemas.topic.TopicPlan.MAX_MESSAGE_BYTES,
                        MAX_MESSAGE_BYTES);
                return dev.tributary.schemas.topic.TopicPlan.MAX_MESSAGE_BYTES;
            }
            throw explain(e.getCause(), "topic " + topic);
        } catch (TimeoutException e) {
            throw explain(e, "topic " + topic);
        } catch (InterruptedException e) {
            throw interrupted(e);
        }
    }

    /**
     * Creates the topics that do not exist; leaves the others alone.
     *
     * @param specs what the topics must be like
     * @return names of those that were created
     * @throws FederationException if one cannot be created
     */
    public List<String> createMissing(List<TopicSpec> specs) {
        List<NewTopic> wanted = specs.stream()
                .map(spec ->
                        new NewTopic(spec.name(), spec.partitions(), spec.replicationFactor()).configs(spec.settings()))
                .toList();
        return admin.createTopics(wanted).values().entrySet().stream()
                .filter(entry -> wasCreated(entry.getKey(), entry.getValue()))
                .map(Map.Entry::getKey)
                .sorted()
                .toList();
    }

    private boolean wasCreated(String name, KafkaFuture<Void> future) {
        try {
            future.get(timeout.toMillis(), TimeUnit.MILLISECONDS);
            return true;
        } catch (ExecutionException e) {
            if (e.getCause() instanceof TopicExistsException) {
                return false;
            }
            throw explain(e.getCause(), "topic " + name);
        } catch (TimeoutException e) {
            throw explain(e, "topic " + name);
        } catch (InterruptedException e) {
            throw interrupted(e);
        }
    }

    private <T> T await(KafkaFuture<T> future, String what) {
        try {
            return future.get(timeout.toMillis(), TimeUnit.MILLISECONDS);
        } catch (ExecutionException e) {
            throw explain(e.getCause(), what);
        } catch (TimeoutException e) {
            throw explain(e, what);
        } catch (InterruptedException e) {
            throw interrupted(e);
        }
    }

    private FederationException explain(Throwable cause, String what) {
        if (cause instanceof UnknownTopicOrPartitionException) {
            return new FederationException(
                    what + " must exist on " + bootstrapServers + "; create it with: tributary topics apply", cause);
        }
        if (cause instanceof AuthenticationException) {
            return new FederationException(
                    "cluster " + bootstrapServers + " refused the credentials of --kafka-config: " + rootMessage(cause),
                    cause);
        }
        if (cause instanceof AuthorizationException) {
            return new FederationException(
                    what + " may not be used by this principal: " + rootMessage(cause) + "; see its ACLs", cause);
        }
        if (cause instanceof TimeoutException || cause instanceof org.apache.kafka.common.errors.TimeoutException) {
            return new FederationException(
                    "bootstrap.servers " + bootstrapServers + " did not answer within " + timeout.toSeconds()
                            + " s; is a broker listening there?",
                    cause);
        }
        return new FederationException(what + " on " + bootstrapServers + ": " + rootMessage(cause), cause);
    }

    private static FederationException interrupted(InterruptedException e) {
        Thread.currentThread().interrupt();
        return new FederationException("interrupted while waiting for the cluster", e);
    }

    private static String rootMessage(Throwable e) {
        Throwable root = e;
        while (root.getCause() != null) {
            root = root.getCause();
        }
        return String.valueOf(root.getMessage()).lines().findFirst().orElse("unknown");
    }

    @Override
    public void close() {
        admin.close(timeout);
    }
}
