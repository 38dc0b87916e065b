package dev.tributary.maskhelper.topology;

import dev.tributary.federation.settings.FederationSettings;
import dev.tributary.federation.settings.PrivacyFingerprint;
import dev.tributary.maskhelper.epoch.EpochKeys;
import dev.tributary.maskhelper.epoch.ReleasePromise;
import dev.tributary.masking.keys.ClientCertificate;
import dev.tributary.masking.keys.SigningKey;
import dev.tributary.masking.mask.Secret;
import dev.tributary.masking.seal.SeedSealer;
import dev.tributary.schemas.avro.HelperKey;
import dev.tributary.schemas.avro.MaskPurpose;
import dev.tributary.schemas.avro.SealedSeed;
import dev.tributary.schemas.avro.SeedReceipt;
import dev.tributary.schemas.framing.RecordFraming;
import dev.tributary.schemas.masked.Digest;
import dev.tributary.schemas.masked.MaskedHeader;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Properties;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.apache.kafka.streams.StreamsConfig;
import org.apache.kafka.streams.TestOutputTopic;
import org.apache.kafka.streams.TopologyTestDriver;
import org.apache.kafka.streams.state.KeyValueStore;

/** A mask helper on a test driver, with clients that seal real seeds. */
final class HelperHarness implements AutoCloseable {

    static final Instant START = Instant.ofEpochMilli(1_764_000_000_000L);
    static final SigningKey AUTHORITY = key(1);
    static final SigningKey ROOT = key(2);

    final FederationSettings settings;
    final RecordFraming framing = new RecordFraming();
    final TestOutputTopic<String, byte[]> receipts;
    final TestOutputTopic<String, byte[]> maskSums;
    final TestOutputTopic<String, byte[]> helperKeys;
    private final TopologyTestDriver driver;
    HelperKey announced;

    /** Starts with an empty ledger and whatever key files there are, and hears the announcement. */
    HelperHarness(Path files, String furtherPrivacy, int wordBits) {
        settings = FederationSettings.parse(
                "federation: digits\nround: {goal: 3, quorum: 3}\nadmission: {exampleCountCap: 100}\n"
                        + "privacy: {masking: required, threshold: 3, wordBits: "
                        + wordBits + furtherPrivacy + "}\n");
        HelperKeys keys = new HelperKeys(
                ROOT,
                Secret.owning(new byte[32]),
                AUTHORITY.publicKey(),
                new EpochKeys(files, Duration.ofDays(7), Duration.ofDays(1)),
                new ReleasePromise(files.resolve("promise")));
        Properties properties = new Properties();
        properties.put(StreamsConfig.APPLICATION_ID_CONFIG, settings.topics().maskHelperId());
        driver = new TopologyTestDriver(HelperTopology.build(settings, keys, HelperEvents.NONE), properties, START);
        receipts = output(settings.topics().receipts());
        maskSums = output(settings.topics().maskSums());
        helperKeys = output(settings.topics().helperKeys());
        advance(Duration.ofSeconds(1));
        announced = decode(helperKeys.readValue(), HelperKey.class);
    }

    HelperHarness(Path files) {
        this(files, "", 32);
    }

    private TestOutputTopic<String, byte[]> output(String topic) {
        return driver.createOutputTopic(topic, new StringDeserializer(), new ByteArrayDeserializer());
    }

    void send(String topic, String key, SpecificRecord value) {
        driver.createInputTopic(topic, new StringSerializer(), new ByteArraySerializer())
                .pipeInput(key, framing.encode(value));
    }

    void advance(Duration time) {
        driver.advanceWallClockTime(time);
    }

    KeyValueStore<String, byte[]> ledger() {
        return driver.getKeyValueStore("ledger");
    }

    MaskedHeader header(String updateId, long base, long words) {
        Digest settingsFingerprint = PrivacyFingerprint.of(settings);
        return new MaskedHeader(
                "digits",
                MaskPurpose.UPDATE,
                base,
                settingsFingerprint,
                Digest.hash(new byte[] {7}),
                words,
                settings.privacy().wordBits(),
                updateId,
                1,
                announced.getKeyId(),
                START.plus(Duration.ofHours(1)).toEpochMilli());
    }

    /** The payload's digest stands for the payload: the helper never sees one. */
    static Digest payloadDigest(MaskedHeader header) {
        return Digest.hash(header.updateId().getBytes(StandardCharsets.UTF_8));
    }

    SealedSeed sealed(int client, MaskedHeader header) {
        SigningKey key = key(100 + client);
        ClientCertificate certificate = ClientCertificate.issue(
                AUTHORITY,
                "digits",
                serial(client),
                "client-" + client,
                key.publicKey(),
                START.plus(Duration.ofDays(300)).toEpochMilli());
        Digest payload = payloadDigest(header);
        byte[] box = new SeedSealer(key, certificate)
                .seal(
                        seed(client),
                        header.digest(payload),
                        announced.getPublicKey().bytes());
        return new SealedSeed(
                header.updateId(), "client-" + client, ByteBuffer.wrap(header.toBytes(payload)), ByteBuffer.wrap(box));
    }

    SeedReceipt seal(int client, MaskedHeader header) {
        return answerTo("client-" + client, sealed(client, header));
    }

    SeedReceipt answerTo(String key, SealedSeed seed) {
        send(settings.topics().seeds(), key, seed);
        return decode(receipts.readValue(), SeedReceipt.class);
    }

    List<byte[]> request(SpecificRecord request, String requestId) {
        send(settings.topics().unmask(), requestId, request);
        return maskSums.readValuesToList();
    }

    <T extends SpecificRecord> T decode(byte[] bytes, Class<T> type) {
        try {
            return framing.decode(bytes, type);
        } catch (Exception e) {
            throw new AssertionError(e);
        }
    }

    static Secret seed(int client) {
        byte[] bytes = new byte[32];
        Arrays.fill(bytes, (byte) (0xA0 + client));
        return Secret.owning(bytes);
    }

    static String serial(int client) {
        return String.format(Locale.ROOT, "%032x", client);
    }

    private static SigningKey key(int value) {
        byte[] bytes = new byte[32];
        bytes[31] = (byte) value;
        return SigningKey.of(Secret.owning(bytes));
    }

    @Override
    public void close() {
        driver.close();
    }
}
