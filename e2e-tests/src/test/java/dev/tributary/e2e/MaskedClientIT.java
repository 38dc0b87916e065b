package dev.tributary.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tributary.client.masking.MaskingKeys;
import dev.tributary.client.round.FederatedClient;
import dev.tributary.client.round.FederatedClientBuilder;
import dev.tributary.client.training.LocalEvaluation;
import dev.tributary.client.training.LocalUpdate;
import dev.tributary.client.update.ClientId;
import dev.tributary.e2e.harness.ChildJvm;
import dev.tributary.e2e.harness.FederationPlan;
import dev.tributary.e2e.harness.SharedBroker;
import dev.tributary.e2e.harness.TestFederation;
import dev.tributary.federation.settings.FederationSettings;
import dev.tributary.federation.settings.SummedWords;
import dev.tributary.maskhelper.command.MaskHelperMain;
import dev.tributary.masking.keys.ClientCertificate;
import dev.tributary.masking.keys.KeyFile;
import dev.tributary.masking.keys.SigningKey;
import dev.tributary.masking.keys.VerifyingKey;
import dev.tributary.masking.mask.Secret;
import dev.tributary.privacy.quantisation.ExtraValues;
import dev.tributary.privacy.quantisation.QuantisedUpdate;
import dev.tributary.privacy.words.WordSize;
import dev.tributary.privacy.words.WordSum;
import dev.tributary.schemas.FederationException;
import dev.tributary.schemas.avro.MaskPurpose;
import dev.tributary.schemas.avro.MaskSum;
import dev.tributary.schemas.avro.MaskedUpdate;
import dev.tributary.schemas.avro.SeedReceipt;
import dev.tributary.schemas.avro.SeedVerdict;
import dev.tributary.schemas.avro.UnmaskRequest;
import dev.tributary.schemas.avro.UnmaskVerdict;
import dev.tributary.schemas.framing.RecordFraming;
import dev.tributary.schemas.framing.UndecodableRecordException;
import dev.tributary.schemas.masked.Digest;
import dev.tributary.schemas.masked.MaskedHeader;
import dev.tributary.schemas.masked.MemberList;
import dev.tributary.testbed.broker.EmbeddedBroker;
import java.nio.file.Files;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Clients of a masked federation against a real mask helper, without an aggregator: what they send must add up. */
@ExtendWith(SharedBroker.class)
class MaskedClientIT {

    private static final Duration PATIENCE = Duration.ofSeconds(90);
    private static final int PARAMETERS = 700;
    private static final FederationPlan PLAN = FederationPlan.of(
            PARAMETERS,
            """
            round: {goal: 3, quorum: 3}
            strategy: {weighting: uniform}
            privacy: {masking: required, threshold: 3, weightScale: 4, clippingNorm: 2}
            """);

    private final RecordFraming framing = new RecordFraming();
    private final SigningKey authority = SigningKey.random(new SecureRandom());
    private final SigningKey root = SigningKey.random(new SecureRandom());
    private String servers;
    private TestFederation federation;
    private FederationSettings settings;

    private void create(EmbeddedBroker broker) throws Exception {
        servers = broker.bootstrapServers();
        federation = TestFederation.create(PLAN, servers);
        settings = FederationSettings.load(federation.file("federation.yaml"));
        try (Secret secret = root.toSecret();
                Secret noise = Secret.random(new SecureRandom(), 32)) {
            KeyFile.ROOT.write(federation.file("root.key"), secret);
            KeyFile.NOISE.write(federation.file("noise.key"), noise);
        }
        Files.writeString(
                federation.file("helper.properties"),
                "root.key.file=root.key\nnoise.key.file=noise.key\nauthority.public.key=" + authority.publicKey()
                        + "\nepoch.directory=epochs\n");
    }

    private ChildJvm helper() {
        return ChildJvm.start(
                federation.file("helper"),
                MaskHelperMain.class,
                List.of(
                        "mask-helper",
                        "--settings",
                        federation.file("federation.yaml").toString(),
                        "--helper-config",
                        federation.file("helper.properties").toString(),
                        "--bootstrap-server",
                        servers,
                        "--state-dir",
                        federation.file("state").toString()));
    }

    private static float[] delta(int client) {
        float[] delta = new float[PARAMETERS];
        for (int i = 0; i < PARAMETERS; i++) {
            delta[i] = (float) Math.sin(i * (client + 1.0)) / 20;
        }
        return delta;
    }

    private FederatedClientBuilder client(int number, VerifyingKey pinned, Instant certificateEnd) {
        byte[] secret = new byte[32];
        secret[0] = (byte) (number + 1);
        FederatedClientBuilder builder = FederatedClient.builder()
                .kafka(servers)
                .federation(federation.topics().federation())
                .secret(secret)
                .rounds(1)
                .trainer(model -> new LocalUpdate(delta(number), 9, Map.of("loss", 1.5, "accuracy", 0.25)));
        ClientId clientId = builder.build().clientId();
        SigningKey key = SigningKey.random(new SecureRandom());
        ClientCertificate certificate = ClientCertificate.issue(
                authority,
                federation.topics().federation(),
                String.format("%032x", number),
                clientId.value(),
                key.publicKey(),
                certificateEnd.toEpochMilli());
        return builder.masking(MaskingKeys.of(key, certificate, pinned), settings);
    }

    private <T extends SpecificRecord> List<T> read(String topic, Class<T> type) {
        Map<String, Object> config = Map.of(
                ConsumerConfig.BOOTSTRAP_SERVERS_CONFIG,
                servers,
                ConsumerConfig.ISOLATION_LEVEL_CONFIG,
                "read_committed");
        TopicPartition partition = new TopicPartition(topic, 0);
        List<T> values = new ArrayList<>();
        try (KafkaConsumer<String, byte[]> consumer =
                new KafkaConsumer<>(config, new StringDeserializer(), new ByteArrayDeserializer())) {
            consumer.assign(List.of(partition));
            consumer.seekToBeginning(List.of(partition));
            long end = consumer.endOffsets(List.of(partition)).get(partition);
            while (consumer.position(partition) < end) {
                consumer.poll(Duration.ofMillis(200)).forEach(found -> values.add(decoded(found.value(), type)));
            }
        }
        return values;
    }

    private <T extends SpecificRecord> T decoded(byte[] value, Class<T> type) {
        try {
            return framing.decode(value, type);
        } catch (UndecodableRecordException e) {
            throw new AssertionError(e);
        }
    }

    private <T extends SpecificRecord> List<T> await(String topic, Class<T> type, int count) {
        return Awaitility.await().atMost(PATIENCE).until(() -> read(topic, type), found -> found.size() >= count);
    }

    private void ask(UnmaskRequest request) throws Exception {
        try (KafkaProducer<String, byte[]> producer = new KafkaProducer<>(
                Map.of("bootstrap.servers", servers), new StringSerializer(), new ByteArraySerializer())) {
            producer.send(new ProducerRecord<>(
                            federation.topics().unmask(), request.getRequestId(), framing.encode(request)))
                    .get();
        }
    }

    private MemberList.Member member(MaskedUpdate update) {
        try {
            MaskedHeader header = MaskedHeader.of(federation.topics().federation(), update);
            return new MemberList.Member(update.getUpdateId(), header.digest(Digest.of(update.getPayloadDigest())), 0);
        } catch (Exception e) {
            throw new AssertionError(e);
        }
    }

    @Test
    void shouldAddUpToTheClearSumWhenTheHelperTakesTheMasksOff(EmbeddedBroker broker) throws Exception {
        create(broker);
        Instant end = Instant.now().plus(Duration.ofDays(1));
        List<CompletableFuture<Void>> runs = new ArrayList<>();
        List<FederatedClient> clients = new ArrayList<>();
        try (TestFederation closing = federation) {
            // They begin before the mask helper does, and wait for it.
            for (int i = 0; i < 3; i++) {
                clients.add(client(i, root.publicKey(), end)
                        .evaluator(model -> new LocalEvaluation(5, Map.of("loss", 2.0, "accuracy", 0.5)))
                        .build());
                runs.add(CompletableFuture.runAsync(clients.get(i)));
            }
            ChildJvm helper = helper();
            try (helper) {
                for (CompletableFuture<Void> run : runs) {
                    run.get(PATIENCE.toSeconds(), TimeUnit.SECONDS);
                }
                assertThat(await(closing.topics().receipts(), SeedReceipt.class, 6))
                        .extracting(SeedReceipt::getVerdict)
                        .containsOnly(SeedVerdict.GOOD);
                List<MaskedUpdate> updates = read(closing.topics().updates(), MaskedUpdate.class).stream()
                        .filter(update -> update.getPurpose() == MaskPurpose.UPDATE)
                        .toList();
                ask(new MemberList(
                                MaskPurpose.UPDATE,
                                1,
                                updates.stream().map(this::member).toList())
                        .toRequest());
                MaskSum answer =
                        await(closing.topics().maskSums(), MaskSum.class, 1).get(0);

                assertThat(answer.getVerdict()).as(answer.getReason()).isEqualTo(UnmaskVerdict.RELEASED);
                WordSum sum = WordSum.zero(WordSize.BITS_32, PARAMETERS + 3);
                updates.forEach(update -> sum.add(0, update.getPayload(), 4));
                sum.add(0, answer.getPayload(), -1);
                assertThat(sum.toValues()).isEqualTo(clearSum());
            }
        } finally {
            clients.forEach(FederatedClient::close);
        }
    }

    private int[] clearSum() {
        WordSum sum = WordSum.zero(WordSize.BITS_32, PARAMETERS + 3);
        for (int i = 0; i < 3; i++) {
            try (QuantisedUpdate words = new SummedWords(settings)
                    .updateQuantiser(PARAMETERS)
                    .quantise(delta(i), new ExtraValues(9, 1.5, 0.25))) {
                sum.add(0, words.words(), 4);
            }
        }
        return sum.toValues();
    }

    @Test
    void shouldSendNothingWhenTheHelperIsNotThePinnedOne(EmbeddedBroker broker) throws Exception {
        create(broker);
        VerifyingKey other = SigningKey.random(new SecureRandom()).publicKey();
        try (TestFederation closing = federation;
                ChildJvm helper = helper()) {
            Awaitility.await()
                    .atMost(PATIENCE)
                    .until(() -> keysStandOn(closing.topics().helperKeys()));
            try (FederatedClient client =
                    client(0, other, Instant.now().plus(Duration.ofDays(1))).build()) {
                assertThatThrownBy(client::run)
                        .isInstanceOf(FederationException.class)
                        .hasMessageContaining("must be signed by the pinned root key " + other)
                        .hasMessageContaining("nothing is sent");
            }
            assertThat(read(closing.topics().seeds(), SpecificRecord.class)).isEmpty();
            assertThat(read(closing.topics().updates(), SpecificRecord.class)).isEmpty();
            assertThat(helper.isRunning()).isTrue();
        }
    }

    private boolean keysStandOn(String topic) {
        return !read(topic, SpecificRecord.class).isEmpty();
    }
}
