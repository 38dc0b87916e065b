package dev.tributary.e2e.containers;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tributary.e2e.harness.TestFederation;
import dev.tributary.log.cluster.Cluster;
import dev.tributary.log.models.ModelReader;
import dev.tributary.schemas.FederationException;
import dev.tributary.schemas.globalmodel.GlobalModel;
import dev.tributary.schemas.topic.FederationTopics;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.GroupAuthorizationException;
import org.apache.kafka.common.errors.TopicAuthorizationException;
import org.apache.kafka.common.errors.TransactionalIdAuthorizationException;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.testcontainers.containers.GenericContainer;
import org.testcontainers.junit.jupiter.Testcontainers;

/**
 * SASL/SCRAM over TLS, everything forbidden that {@code topics acls} does not allow, and each process as its own
 * principal with the least that its role needs.
 */
@Testcontainers(disabledWithoutDocker = true)
@Tag("container")
class AccessControlIT {

    private static final String FROM_FILE = "${file:/etc/tributary/secret.properties:password}";
    private static final String FROM_ENVIRONMENT = "${env:KAFKA_PASSWORD}";
    private static final Duration CALL = Duration.ofSeconds(20);
    private static final FederationTopics TOPICS = new FederationTopics("guarded");
    private static final String SETTINGS =
            """
            federation: guarded
            privacy: {masking: off}
            topics: {updatePartitions: 1, replicationFactor: 1}
            round: {goal: 1}
            """;

    @TempDir
    private static Path directory;

    private static ScramTls security;
    private static KafkaNode kafka;
    private static Apps apps;

    @BeforeAll
    static void startFederation() throws Exception {
        security = new ScramTls(directory, "operator", "aggregator", "client");
        kafka = KafkaNode.start(security.broker());
        apps = new Apps(kafka.network());
        Grants.create(kafka.adminConfig(), TOPICS, role -> "User:" + role.name().toLowerCase(Locale.ROOT));
        Map<String, String> operator = files("operator", FROM_FILE);
        apps.operatorJob(operator, words("topics apply --settings /etc/tributary/federation.yaml"));
        apps.clientJob(operator, words("model init --federation guarded --architecture mlp"));
    }

    @AfterAll
    static void stopFederation() {
        apps.close();
        kafka.close();
    }

    @AfterEach
    void closeApps() {
        apps.close();
    }

    @Test
    void shouldCloseRoundsWhenEachProcessHasTheLeastPrivilege() {
        GenericContainer<?> aggregator = apps.aggregator(
                files("aggregator", FROM_ENVIRONMENT), Map.of("KAFKA_PASSWORD", security.password("aggregator")));
        GenericContainer<?> client = apps.client(
                files("client", FROM_FILE),
                words("client --federation guarded --generated 100 --http-port 9191"
                        + " --secret-file /var/lib/tributary/secret"));

        try (ModelReader models = new ModelReader(config("client"), TOPICS.model())) {
            GlobalModel model =
                    models.awaitNewerThan(1, TestFederation.PATIENCE).orElseThrow();

            assertThat(model.version()).isGreaterThanOrEqualTo(2);
        }
        assertThat(aggregator.getLogs()).doesNotContain(security.password("aggregator"));
        assertThat(client.getLogs()).doesNotContain(security.password("client"));
    }

    @Test
    void shouldRefuseClientWhenItReadsUpdates() {
        TopicPartition updates = new TopicPartition(TOPICS.updates(), 0);
        try (KafkaConsumer<String, byte[]> consumer = consumer(Map.of())) {
            consumer.assign(List.of(updates));
            consumer.seek(updates, 0);

            assertThatThrownBy(() -> consumer.poll(Duration.ofSeconds(20)))
                    .isInstanceOf(TopicAuthorizationException.class)
                    .hasMessageContaining(TOPICS.updates());
        }
    }

    @Test
    void shouldRefuseClientWhenItWritesModel() {
        try (KafkaProducer<String, byte[]> producer = producer(Map.of())) {
            ProducerRecord<String, byte[]> forged = new ProducerRecord<>(TOPICS.model(), "forged", new byte[1]);

            assertThatThrownBy(() -> producer.send(forged).get())
                    .isInstanceOf(ExecutionException.class)
                    .hasCauseInstanceOf(TopicAuthorizationException.class);
        }
    }

    @Test
    void shouldLetClientReportAnEvaluationAndNothingMore() throws Exception {
        TopicPartition evaluations = new TopicPartition(TOPICS.evaluations(), 0);
        try (KafkaProducer<String, byte[]> producer = producer(Map.of());
                KafkaConsumer<String, byte[]> consumer = consumer(Map.of())) {
            assertThat(producer.send(new ProducerRecord<>(TOPICS.evaluations(), "0", new byte[1]))
                            .get()
                            .offset())
                    .isNotNegative();

            consumer.assign(List.of(evaluations));
            consumer.seek(evaluations, 0);
            assertThatThrownBy(() -> consumer.poll(Duration.ofSeconds(20)))
                    .isInstanceOf(TopicAuthorizationException.class);
            assertThatThrownBy(() -> producer.send(new ProducerRecord<>(TOPICS.control(), "forged", new byte[1]))
                            .get())
                    .isInstanceOf(ExecutionException.class)
                    .hasCauseInstanceOf(TopicAuthorizationException.class);
        }
    }

    @Test
    void shouldRefuseClientWhenItJoinsAGroup() {
        try (KafkaConsumer<String, byte[]> consumer = consumer(Map.of("group.id", TOPICS.applicationId()))) {
            consumer.subscribe(List.of(TOPICS.model()));

            assertThatThrownBy(() -> consumer.poll(Duration.ofSeconds(20)))
                    .isInstanceOf(GroupAuthorizationException.class);
        }
    }

    @Test
    void shouldRefuseClientWhenItOpensATransaction() {
        try (KafkaProducer<String, byte[]> producer = producer(Map.of("transactional.id", TOPICS.publisherId()))) {
            assertThatThrownBy(producer::initTransactions).isInstanceOf(TransactionalIdAuthorizationException.class);
        }
    }

    @Test
    void shouldNameTheCredentialsWithoutShowingThemWhenThePasswordIsWrong() {
        String login = String.valueOf(config("client").get("sasl.jaas.config"));
        String wrong = login.replace(security.password("client"), "let-me-in");

        assertThatThrownBy(() -> Cluster.connect(config("client", Map.of("sasl.jaas.config", wrong)), CALL))
                .isInstanceOf(FederationException.class)
                .hasMessageContaining("refused the credentials of --kafka-config")
                .hasMessageNotContaining("let-me-in");
    }

    @Test
    void shouldNameTheTruststoreWhenItDoesNotHoldTheBrokersCertificate(@TempDir Path elsewhere) {
        Object stranger = new ScramTls(elsewhere, "client").hostConfig("client").get("ssl.truststore.location");

        assertThatThrownBy(() -> Cluster.connect(config("client", Map.of("ssl.truststore.location", stranger)), CALL))
                .isInstanceOf(FederationException.class)
                .hasMessageContaining("no TLS connection")
                .hasMessageContaining("ssl.truststore.location");
    }

    @Test
    void shouldNameTheTopicAndTheRemedyWhenAnAclIsMissing() {
        try (Cluster cluster = Cluster.connect(config("client"), CALL)) {
            assertThatThrownBy(() -> cluster.requireTopics(List.of(TOPICS.rejections())))
                    .isInstanceOf(FederationException.class)
                    .hasMessageContaining(TOPICS.rejections())
                    .hasMessageContaining("tributary topics acls");
        }
    }

    private static KafkaConsumer<String, byte[]> consumer(Map<String, Object> more) {
        return new KafkaConsumer<>(config("client", more), new StringDeserializer(), new ByteArrayDeserializer());
    }

    private static KafkaProducer<String, byte[]> producer(Map<String, Object> more) {
        return new KafkaProducer<>(config("client", more), new StringSerializer(), new ByteArraySerializer());
    }

    private static Map<String, Object> config(String user) {
        return config(user, Map.of());
    }

    private static Map<String, Object> config(String user, Map<String, Object> more) {
        Map<String, Object> config = new HashMap<>(security.hostConfig(user));
        config.put("bootstrap.servers", kafka.bootstrapServers());
        config.putAll(more);
        return config;
    }

    private static Map<String, String> files(String user, String passwordReference) {
        return Map.of(
                "federation.yaml",
                SETTINGS,
                "client.properties",
                security.containerProperties(user, passwordReference),
                "ca.pem",
                security.certificateText(),
                "secret.properties",
                "password=" + security.password(user) + "\n");
    }

    private static String[] words(String command) {
        return (command + " --kafka-config /etc/tributary/client.properties").split(" ", -1);
    }
}
