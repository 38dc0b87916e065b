package dev.tributary.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.tributary.e2e.harness.ChildJvm;
import dev.tributary.e2e.harness.SharedBroker;
import dev.tributary.federation.settings.FederationSettings;
import dev.tributary.federation.settings.PrivacyFingerprint;
import dev.tributary.maskhelper.command.MaskHelperMain;
import dev.tributary.masking.keys.ClientCertificate;
import dev.tributary.masking.keys.SignedRecords;
import dev.tributary.masking.keys.SigningKey;
import dev.tributary.masking.keys.VerifyingKey;
import dev.tributary.masking.mask.Mask;
import dev.tributary.masking.mask.Secret;
import dev.tributary.masking.seal.SeedSealer;
import dev.tributary.operator.command.TributaryCommand;
import dev.tributary.privacy.words.WordSize;
import dev.tributary.privacy.words.WordSum;
import dev.tributary.schemas.avro.HelperKey;
import dev.tributary.schemas.avro.MaskPurpose;
import dev.tributary.schemas.avro.MaskSum;
import dev.tributary.schemas.avro.SealedSeed;
import dev.tributary.schemas.avro.SeedReceipt;
import dev.tributary.schemas.avro.SeedVerdict;
import dev.tributary.schemas.avro.UnmaskRequest;
import dev.tributary.schemas.avro.UnmaskVerdict;
import dev.tributary.schemas.framing.RecordFraming;
import dev.tributary.schemas.masked.Digest;
import dev.tributary.schemas.masked.MaskedHeader;
import dev.tributary.schemas.masked.MemberList;
import dev.tributary.schemas.topic.FederationTopics;
import dev.tributary.testbed.broker.EmbeddedBroker;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewPartitions;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A mask helper as an operator starts it, on a real broker: seeds and requests in, receipts and sums out, kills between. */
@ExtendWith(SharedBroker.class)
class MaskHelperIT {

    private static final Duration PATIENCE = Duration.ofSeconds(90);
    private static final int WORDS = 1000;

    private final RecordFraming framing = new RecordFraming();
    private final SigningKey authority = SigningKey.random(new SecureRandom());
    private final FederationTopics topics =
            new FederationTopics("masked-" + UUID.randomUUID().toString().substring(0, 8));
    private final List<Secret> seeds = new ArrayList<>();
    private final List<MaskedHeader> headers = new ArrayList<>();

    @TempDir
    private Path directory;

    private String servers;
    private FederationSettings settings;
    private VerifyingKey root;
    private HelperKey epochKey;

    private String run(String... words) {
        StringWriter out = new StringWriter();
        StringWriter err = new StringWriter();
        int code = TributaryCommand.commandLine()
                .setOut(new PrintWriter(out))
                .setErr(new PrintWriter(err))
                .execute(words);
        assertThat(code).as(err.toString()).isZero();
        return out.toString().strip();
    }

    private void prepare(EmbeddedBroker broker) throws Exception {
        servers = broker.bootstrapServers();
        Path file = Files.writeString(
                directory.resolve("federation.yaml"),
                "federation: " + topics.federation() + "\ntopics: {replicationFactor: 1}\nround: {goal: 3, quorum: 3}\n"
                        + "privacy: {masking: required, threshold: 3, noiseMultiplier: 1, clippingNorm: 10}\n");
        settings = FederationSettings.load(file);
        run("topics", "apply", "--settings", file.toString(), "--bootstrap-server", servers);
        root = VerifyingKey.parse("root", run("keys", "helper", "--directory", directory.toString()));
        Files.writeString(
                directory.resolve("helper.properties"),
                "root.key.file=root.key\nnoise.key.file=noise.key\nauthority.public.key=" + authority.publicKey()
                        + "\nepoch.directory=epochs\n");
        Files.writeString(
                directory.resolve("kafka.properties"),
                "bootstrap.servers=" + servers + "\nmain.consumer.session.timeout.ms=6000\n"
                        + "main.consumer.heartbeat.interval.ms=700\nproducer.transaction.timeout.ms=5000\n");
    }

    private ChildJvm spawn(String name) {
        return ChildJvm.start(
                directory.resolve(name),
                MaskHelperMain.class,
                List.of(
                        "mask-helper",
                        "--settings",
                        directory.resolve("federation.yaml").toString(),
                        "--helper-config",
                        directory.resolve("helper.properties").toString(),
                        "--kafka-config",
                        directory.resolve("kafka.properties").toString(),
                        "--state-dir",
                        directory.resolve("state").toString()));
    }

    private List<byte[]> read(String topic, String isolation) {
        Map<String, Object> config = Map.of(
                ConsumerConfig.BOOTSTRAP_SERVERS_CONFIG, servers, ConsumerConfig.ISOLATION_LEVEL_CONFIG, isolation);
        TopicPartition partition = new TopicPartition(topic, 0);
        List<byte[]> values = new ArrayList<>();
        try (KafkaConsumer<String, byte[]> consumer =
                new KafkaConsumer<>(config, new StringDeserializer(), new ByteArrayDeserializer())) {
            consumer.assign(List.of(partition));
            consumer.seekToBeginning(List.of(partition));
            long end = consumer.endOffsets(List.of(partition)).get(partition);
            while (consumer.position(partition) < end) {
                consumer.poll(Duration.ofMillis(200)).forEach(found -> values.add(found.value()));
            }
        }
        return values;
    }

    private List<byte[]> awaitCount(String topic, int count) {
        return await().atMost(PATIENCE).until(() -> read(topic, "read_committed"), found -> found.size() >= count);
    }

    private void send(String topic, String key, SpecificRecord value) throws Exception {
        try (KafkaProducer<String, byte[]> producer = new KafkaProducer<>(
                Map.of("bootstrap.servers", servers), new StringSerializer(), new ByteArraySerializer())) {
            producer.send(new ProducerRecord<>(topic, key, framing.encode(value)))
                    .get();
        }
    }

    private static Digest payloadOf(MaskedHeader header) {
        return Digest.hash(header.updateId().getBytes(StandardCharsets.UTF_8));
    }

    private void seal(int client) throws Exception {
        long now = System.currentTimeMillis();
        MaskedHeader header = new MaskedHeader(
                topics.federation(),
                MaskPurpose.UPDATE,
                0,
                PrivacyFingerprint.of(settings),
                Digest.hash(new byte[0]),
                WORDS,
                32,
                "u-" + client,
                1,
                epochKey.getKeyId(),
                now + Duration.ofHours(1).toMillis());
        SigningKey key = SigningKey.random(new SecureRandom());
        ClientCertificate certificate = ClientCertificate.issue(
                authority,
                topics.federation(),
                UUID.randomUUID().toString().replace("-", ""),
                "client-" + client,
                key.publicKey(),
                now + Duration.ofDays(1).toMillis());
        Secret seed = Secret.random(new SecureRandom(), Mask.SEED_BYTES);
        byte[] sealed = new SeedSealer(key, certificate)
                .seal(
                        seed,
                        header.digest(payloadOf(header)),
                        epochKey.getPublicKey().bytes());
        seeds.add(seed);
        headers.add(header);
        send(
                topics.seeds(),
                "client-" + client,
                new SealedSeed(
                        header.updateId(),
                        "client-" + client,
                        ByteBuffer.wrap(header.toBytes(payloadOf(header))),
                        ByteBuffer.wrap(sealed)));
    }

    private UnmaskRequest request(long version, int... clients) {
        List<MemberList.Member> members = new ArrayList<>();
        for (int client : clients) {
            MaskedHeader header = headers.get(client - 1);
            members.add(new MemberList.Member(header.updateId(), header.digest(payloadOf(header)), 0));
        }
        return new MemberList(MaskPurpose.UPDATE, version, members).toRequest();
    }

    private void ask(UnmaskRequest request) throws Exception {
        send(topics.unmask(), request.getRequestId(), request);
    }

    /** As for the aggregator: keys would go to other places than those that the ledger is about. */
    @ParameterizedTest
    @ValueSource(strings = {"seeds", "unmask"})
    void shouldStopAndSayWhyWhenPartitionsAreAdded(String noun, EmbeddedBroker broker) throws Exception {
        prepare(broker);
        String topic = "fl." + topics.federation() + "." + noun;
        ChildJvm helper = spawn("first");
        epochKey = framing.decode(awaitCount(topics.helperKeys(), 1).get(0), HelperKey.class);
        seal(1);
        awaitCount(topics.receipts(), 1);

        try (Admin admin = Admin.create(Map.of("bootstrap.servers", servers))) {
            admin.createPartitions(Map.of(topic, NewPartitions.increaseTo(2)))
                    .all()
                    .get();
        }

        assertThat(helper.awaitExit(PATIENCE)).isEqualTo(2);
        assertThat(helper.stderr())
                .contains("topic " + topic + " must keep 1 partitions", "has 2", "nothing is lost")
                .doesNotContain("\tat ");
        ChildJvm second = spawn("second");
        assertThat(second.awaitExit(PATIENCE)).isEqualTo(2);
        assertThat(second.stderr()).contains("topic " + topic + " must have 1 partitions, has 2");
    }

    @Test
    void shouldGiveOneAnswerToAListHoweverOftenItIsKilled(EmbeddedBroker broker) throws Exception {
        prepare(broker);
        ChildJvm helper = spawn("first");
        epochKey = framing.decode(awaitCount(topics.helperKeys(), 1).get(0), HelperKey.class);
        assertThat(new SignedRecords(topics.federation()).isGood(epochKey, root))
                .isTrue();

        // Killed with seeds on their way.
        for (int client = 1; client <= 4; client++) {
            seal(client);
        }
        helper.kill();
        helper = spawn("second");
        for (byte[] receipt : awaitCount(topics.receipts(), 4)) {
            assertThat(framing.decode(receipt, SeedReceipt.class).getVerdict()).isEqualTo(SeedVerdict.GOOD);
        }
        // Killed with a request on its way, and once more when its answer may just be written.
        UnmaskRequest request = request(1, 1, 2, 3);
        ask(request);
        helper.kill();
        helper = spawn("third");
        await().atMost(PATIENCE)
                .until(() -> !read(topics.maskSums(), "read_uncommitted").isEmpty());
        helper.kill();
        // The same list again, and lists that overlap it.
        ask(request);
        ask(request(2, 2, 3, 4));
        helper = spawn("fourth");
        List<byte[]> answers = awaitCount(topics.maskSums(), 3);

        helper.kill();
        Set<String> released = read(topics.maskSums(), "read_uncommitted").stream()
                .filter(bytes -> decoded(bytes).getVerdict() == UnmaskVerdict.RELEASED)
                .map(HexFormat.of()::formatHex)
                .collect(Collectors.toSet());
        assertThat(released).as("answers, those of aborted transactions too").hasSize(1);
        assertThat(answers.stream().map(this::decoded).map(MaskSum::getReason))
                .containsExactlyInAnyOrder("", "", "MEMBER_RELEASED");
        assertThat(sumWithNoise(decoded(answers.get(0)))).isLessThan(10.0 * 16 * (1 << 20));
    }

    private MaskSum decoded(byte[] bytes) {
        try {
            return framing.decode(bytes, MaskSum.class);
        } catch (Exception e) {
            throw new AssertionError(e);
        }
    }

    /** The greatest magnitude of what is left of an answer when the masks are taken off: its noise. */
    private double sumWithNoise(MaskSum answer) {
        WordSum rest = WordSum.zero(WordSize.BITS_32, WORDS);
        rest.add(0, answer.getPayload(), 1);
        for (int i = 0; i < 3; i++) {
            Mask.addTo(seeds.get(i), headers.get(i), -16, rest);
        }
        double greatest = 0;
        for (int value : rest.toValues()) {
            greatest = Math.max(greatest, Math.abs((double) value));
        }
        return greatest;
    }
}
