package dev.tributary.e2e.containers;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tributary.e2e.harness.ExactSums;
import dev.tributary.e2e.harness.FederationPlan;
import dev.tributary.e2e.harness.TestClient;
import dev.tributary.e2e.harness.TestFederation;
import dev.tributary.e2e.harness.TopicLog;
import dev.tributary.e2e.harness.UpdateTraffic;
import dev.tributary.log.models.ModelReader;
import dev.tributary.schemas.avro.MaskedUpdate;
import dev.tributary.schemas.avro.ModelUpdate;
import dev.tributary.schemas.framing.RecordFraming;
import dev.tributary.schemas.framing.UndecodableRecordException;
import dev.tributary.schemas.globalmodel.GlobalModel;
import dev.tributary.schemas.topic.FederationTopics;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.testcontainers.containers.GenericContainer;
import org.testcontainers.junit.jupiter.Testcontainers;

/** The images as a user starts them, and what happens when a container dies. */
@Testcontainers(disabledWithoutDocker = true)
@Tag("container")
class ContainersIT {

    private static final String CONNECTION =
            """
            bootstrap.servers=kafka:19092
            reconnect.backoff.max.ms=500
            """;

    /** An instance that died is missed soon, and what it left open ends soon. */
    private static final String IMPATIENT = CONNECTION
            + """
            session.timeout.ms=3000
            heartbeat.interval.ms=700
            producer.transaction.timeout.ms=5000
            """;

    /** Updates of four chunks on two partitions, in rounds that one of the clients may miss. */
    private static final FederationPlan PLAN = FederationPlan.of(
                    10_000,
                    """
                    round: {goal: 3, quorum: 1, deadline: 5s, maxStaleness: 1000, stalenessExponent: 0}
                    admission: {maxDeltaNorm: 1e9}
                    """)
            .withMaxMessageBytes(20_000)
            .withPartitions(2);

    private static KafkaNode kafka;

    private Apps apps;

    @BeforeAll
    static void startKafka() {
        kafka = KafkaNode.start();
    }

    @AfterAll
    static void stopKafka() {
        kafka.close();
    }

    @BeforeEach
    void openApps() {
        apps = new Apps(kafka.network());
    }

    @AfterEach
    void closeApps() {
        apps.close();
    }

    @Test
    @Tag("chaos")
    void shouldPublishVersionsWhenEverythingRunsFromTheImages() throws Exception {
        FederationPlan plan = FederationPlan.of(54_314, "round: {goal: 2}\n").withPartitions(2);
        try (TestFederation federation = TestFederation.planned(plan, kafka.bootstrapServers())) {
            Map<String, String> files = files(federation);
            assertThat(apps.operatorJob(files, topicsApply()))
                    .contains("created")
                    .contains(federation.topics().updates());
            assertThat(apps.clientJob(files, modelInit(federation))).contains("published version 0");
            assertThat(apps.clientJob(files, modelInit(federation)))
                    .contains("has version 0 already; nothing published");
            apps.aggregator(files);
            apps.aggregator(files);
            GenericContainer<?> first = apps.client(files, client(federation, 0));
            // As OpenShift does: a user id that nobody has an entry for, in group 0.
            apps.client("1000650000:0", files, client(federation, 1));

            GlobalModel model = federation.awaitVersion(2);

            assertThat(model.parameters()).hasSize(54_314);
            assertThat(metrics(first)).contains("tributary_client_updates_published_total{federation=");
            assertThat(federation.rejections().all()).isEmpty();
            // 128 + 15: ended by SIGTERM, not by the SIGKILL that follows after the grace period.
            assertThat(Apps.stop(first)).isEqualTo(143);
        }
    }

    @Test
    void shouldPublishMaskedVersionsWhenTheComposeFilesServicesRun() {
        Map<String, Object> kafkaConfig = Map.of("bootstrap.servers", kafka.bootstrapServers());
        FederationTopics topics = new FederationTopics("digits");
        try (ComposeServices compose = new ComposeServices(kafka.network(), CONNECTION);
                ModelReader models = new ModelReader(kafkaConfig, topics.model())) {
            assertThat(compose.job("keys")).contains("keys made");
            assertThat(compose.job("keys")).contains("keys are there");
            compose.job("topics");
            assertThat(compose.job("model")).contains("published version 0");
            compose.start("mask-helper");
            compose.start("aggregator-1");
            for (int client = 1; client <= 3; client++) {
                compose.start("client-" + client);
            }

            GlobalModel model =
                    models.awaitNewerThan(1, TestFederation.PATIENCE).orElseThrow();

            assertThat(model.parameters()).hasSize(54_314);
            try (TopicLog updates = new TopicLog(kafkaConfig, topics.updates(), 1);
                    TopicLog rejections = new TopicLog(kafkaConfig, topics.rejections(), 1)) {
                assertThat(updates.takeNew())
                        .extracting(record -> schemaOf(record.value()))
                        .contains(MaskedUpdate.getClassSchema().getName())
                        .doesNotContain(ModelUpdate.getClassSchema().getName());
                assertThat(rejections.takeNew()).isEmpty();
            }
        }
    }

    private static String schemaOf(byte[] value) {
        try {
            return new RecordFraming().decode(value).getSchema().getName();
        } catch (UndecodableRecordException e) {
            throw new IllegalStateException("a record of ours must be readable", e);
        }
    }

    @Test
    void shouldTellItsReleaseWhenTheMaskHelpersImageIsAsked() {
        assertThat(apps.maskHelperJob("mask-helper", "--version")).contains("tributary 0.1.0");
    }

    @Test
    void shouldCountEachUpdateOnceWhenAnAggregatorIsKilledInARound() {
        try (TestFederation federation = TestFederation.create(PLAN, kafka.bootstrapServers())) {
            UpdateTraffic traffic = federation.updateTraffic();
            GenericContainer<?> first = apps.aggregator(files(federation));
            GenericContainer<?> second = apps.aggregator(files(federation));
            List<TestClient> clients = startClients(federation);
            awaitProgress(federation);

            traffic.awaitMore(50);
            Apps.kill(first);
            awaitProgress(federation);
            apps.aggregator(files(federation));
            traffic.awaitMore(30);
            Apps.kill(second);
            awaitProgress(federation);

            requireExact(federation, clients);
        }
    }

    @Test
    @Tag("chaos")
    void shouldTakeOverWhenTheOtherAggregatorIsStopped() {
        try (TestFederation federation = TestFederation.create(PLAN, kafka.bootstrapServers())) {
            GenericContainer<?> first = apps.aggregator(files(federation));
            apps.aggregator(files(federation));
            List<TestClient> clients = startClients(federation);
            awaitProgress(federation);

            assertThat(Apps.stop(first)).isEqualTo(143);
            awaitProgress(federation);

            requireExact(federation, clients);
        }
    }

    @Test
    @Tag("chaos")
    void shouldCountEachUpdateOnceWhenTheBrokerIsRestartedUnderLoad() {
        try (TestFederation federation = TestFederation.create(PLAN, kafka.bootstrapServers())) {
            UpdateTraffic traffic = federation.updateTraffic();
            GenericContainer<?> aggregator = apps.aggregator(files(federation));
            List<TestClient> clients = startClients(federation);
            awaitProgress(federation);

            traffic.awaitMore(50);
            kafka.restart();
            awaitProgress(federation);

            requireExact(federation, clients);
            assertThat(aggregator.isRunning()).isTrue();
        }
    }

    private static List<TestClient> startClients(TestFederation federation) {
        return Stream.generate(() -> federation.startClient(Long.MAX_VALUE))
                .limit(4)
                .toList();
    }

    /** Waits for three more versions: the first may have been under way before. */
    private static void awaitProgress(TestFederation federation) {
        federation.awaitVersion(federation.rounds().newest() + 3);
    }

    private static void requireExact(TestFederation federation, List<TestClient> clients) {
        clients.forEach(TestClient::close);
        new ExactSums(federation, 0).require();
        assertThat(federation.rejections().all()).isEmpty();
    }

    private static Map<String, String> files(TestFederation federation) {
        return Map.of(
                "federation.yaml",
                Apps.text(federation.settingsFile()),
                "client.properties",
                IMPATIENT,
                "connection.properties",
                CONNECTION);
    }

    private static String[] topicsApply() {
        return ("topics apply --settings /etc/tributary/federation.yaml"
                        + " --kafka-config /etc/tributary/client.properties")
                .split(" ", -1);
    }

    private static String[] modelInit(TestFederation federation) {
        return ("model init --if-absent --architecture small-cnn --kafka-config /etc/tributary/connection.properties"
                        + " --federation " + federation.topics().federation())
                .split(" ", -1);
    }

    private static String[] client(TestFederation federation, int index) {
        return ("client --generated 200 --seed 42 --clients 2 --http-port 9191 --secret-file /var/lib/tributary/secret"
                        + " --kafka-config /etc/tributary/connection.properties --federation "
                        + federation.topics().federation() + " --index " + index)
                .split(" ", -1);
    }

    private static String metrics(GenericContainer<?> client) throws Exception {
        URI address = URI.create("http://" + client.getHost() + ":" + client.getMappedPort(9191) + "/metrics");
        return HttpClient.newHttpClient()
                .send(HttpRequest.newBuilder(address).build(), HttpResponse.BodyHandlers.ofString())
                .body();
    }
}
