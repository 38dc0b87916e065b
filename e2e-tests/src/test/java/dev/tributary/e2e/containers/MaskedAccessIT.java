package dev.tributary.e2e.containers;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tributary.e2e.harness.TestFederation;
import dev.tributary.federation.provisioning.ProvisioningPlan;
import dev.tributary.federation.settings.FederationSettings;
import dev.tributary.log.cluster.Cluster;
import dev.tributary.maskhelper.application.HelperApp;
import dev.tributary.maskhelper.application.HelperConfig;
import dev.tributary.masking.keys.KeyFile;
import dev.tributary.masking.keys.SignedRecords;
import dev.tributary.masking.keys.SigningKey;
import dev.tributary.masking.mask.Secret;
import dev.tributary.schemas.FederationException;
import dev.tributary.schemas.avro.Revocation;
import dev.tributary.schemas.framing.RecordFraming;
import dev.tributary.schemas.topic.FederationTopics;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
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
import org.apache.kafka.common.errors.TopicAuthorizationException;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The roles of a masked federation on a broker with ACLs: each can do its work, and none can do another's. */
class MaskedAccessIT {

    private static final Duration CALL = Duration.ofSeconds(20);
    private static final FederationTopics TOPICS = new FederationTopics("hidden");
    private static final FederationSettings SETTINGS = FederationSettings.parse(
            """
            federation: hidden
            topics: {updatePartitions: 1, replicationFactor: 1}
            privacy: {masking: required}
            """);
    private static final SigningKey AUTHORITY = SigningKey.random(new SecureRandom());

    @TempDir
    private static Path directory;

    private static ScramTls security;
    private static KafkaNode kafka;

    @BeforeAll
    static void startFederation() {
        security = new ScramTls(directory, "operator", "aggregator", "client", "mask_helper", "enrolment", "observer");
        kafka = KafkaNode.start(security.broker());
        Grants.createMasked(
                kafka.adminConfig(), TOPICS, role -> "User:" + role.name().toLowerCase(Locale.ROOT));
        try (Cluster cluster = Cluster.connect(config("operator"), CALL)) {
            cluster.createMissing(ProvisioningPlan.of(SETTINGS).specs());
        }
    }

    @AfterAll
    static void stopFederation() {
        kafka.close();
    }

    private static Map<String, Object> config(String user) {
        Map<String, Object> config = new HashMap<>(security.hostConfig(user));
        config.put("bootstrap.servers", kafka.bootstrapServers());
        return config;
    }

    private static KafkaProducer<String, byte[]> producer(String user) {
        return new KafkaProducer<>(config(user), new StringSerializer(), new ByteArraySerializer());
    }

    private static HelperApp helper(String user, String name) throws Exception {
        Path home = Files.createDirectories(directory.resolve(name));
        try (Secret root = Secret.random(new SecureRandom(), 32);
                Secret noise = Secret.random(new SecureRandom(), 32)) {
            KeyFile.ROOT.write(home.resolve("root.key"), root);
            KeyFile.NOISE.write(home.resolve("noise.key"), noise);
        }
        Path file = Files.writeString(
                home.resolve("helper.properties"),
                "root.key.file=root.key\nnoise.key.file=noise.key\nauthority.public.key=" + AUTHORITY.publicKey()
                        + "\nepoch.directory=epochs\n");
        return new HelperApp(SETTINGS, HelperConfig.load(file), config(user), home.resolve("state"));
    }

    @Test
    void shouldWorkWithTheRightsOfTheMaskHelperAndNoOthers() throws Exception {
        try (HelperApp helper = helper("mask_helper", "helper")) {
            helper.start();

            Awaitility.await().atMost(TestFederation.PATIENCE).until(() -> helper.scrape()
                    .contains("tributary_helper_epoch{federation=\"hidden\"} 1.0"));
            assertThat(helper.isReady()).isTrue();
        }
    }

    @Test
    void shouldRefuseInOneLineToStartWithAnotherRolesRights() throws Exception {
        try (HelperApp helper = helper("client", "stranger")) {
            assertThatThrownBy(helper::start)
                    .isInstanceOf(FederationException.class)
                    .hasMessageContaining("tributary topics acls")
                    .message()
                    .doesNotContain("\n");
        }
    }

    @Test
    void shouldLetTheEnrolmentAuthorityRevoke() {
        Revocation revocation = new SignedRecords("hidden").revoke(AUTHORITY, "00".repeat(16), "client-1", 1);
        try (KafkaProducer<String, byte[]> producer = producer("enrolment")) {
            assertThatCode(() -> producer.send(new ProducerRecord<>(
                                    TOPICS.enrolment(), revocation.getSerial(), new RecordFraming().encode(revocation)))
                            .get())
                    .doesNotThrowAnyException();
        }
    }

    @ParameterizedTest
    @CsvSource({
        "enrolment, receipts",
        "enrolment, helper-keys",
        "client, receipts",
        "client, helper-keys",
        "client, enrolment",
        "aggregator, seeds",
        "aggregator, mask-sums",
        "aggregator, receipts",
        "mask_helper, updates",
        "mask_helper, model",
        "mask_helper, enrolment",
    })
    void shouldNotWriteWhatIsAnotherRoles(String user, String topic) {
        try (KafkaProducer<String, byte[]> producer = producer(user)) {
            assertThatThrownBy(() -> producer.send(new ProducerRecord<>("fl.hidden." + topic, "forged", new byte[1]))
                            .get())
                    .isInstanceOf(ExecutionException.class)
                    .hasCauseInstanceOf(TopicAuthorizationException.class);
        }
    }

    @ParameterizedTest
    @CsvSource({
        "enrolment, seeds",
        "client, seeds",
        "client, updates",
        "aggregator, seeds",
        "mask_helper, updates",
        "mask_helper, partials",
        "mask_helper, model",
    })
    void shouldNotReadWhatIsAnotherRoles(String user, String topic) {
        TopicPartition partition = new TopicPartition("fl.hidden." + topic, 0);
        try (KafkaConsumer<String, byte[]> consumer =
                new KafkaConsumer<>(config(user), new StringDeserializer(), new ByteArrayDeserializer())) {
            consumer.assign(List.of(partition));
            consumer.seek(partition, 0);

            assertThatThrownBy(() -> consumer.poll(CALL)).isInstanceOf(TopicAuthorizationException.class);
        }
    }
}
