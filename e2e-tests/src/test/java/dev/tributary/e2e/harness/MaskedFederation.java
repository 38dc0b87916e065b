package dev.tributary.e2e.harness;

import dev.tributary.client.masking.MaskingKeys;
import dev.tributary.client.round.FederatedClient;
import dev.tributary.client.round.FederatedClientBuilder;
import dev.tributary.client.training.LocalUpdate;
import dev.tributary.client.update.ClientId;
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
import dev.tributary.schemas.framing.RecordFraming;
import dev.tributary.schemas.framing.UndecodableRecordException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.apache.avro.specific.SpecificRecord;

/**
 * A masked federation: keys and certificates of its own, clients that train fixed deltas, and a mask helper in a process
 * of its own.
 */
public final class MaskedFederation implements AutoCloseable {

    private static final String HELPER_KAFKA =
            """
            bootstrap.servers=%s
            main.consumer.session.timeout.ms=6000
            main.consumer.heartbeat.interval.ms=700
            producer.transaction.timeout.ms=5000
            """;

    private final RecordFraming framing = new RecordFraming();
    private final SigningKey authority = SigningKey.random(new SecureRandom());
    private final SigningKey root = SigningKey.random(new SecureRandom());
    private final TestFederation federation;
    private final FederationSettings settings;
    private final String servers;
    private int helpers;

    private MaskedFederation(TestFederation federation, String servers) {
        this.federation = federation;
        this.servers = servers;
        this.settings = FederationSettings.load(federation.settingsFile());
        try (Secret secret = root.toSecret();
                Secret noise = Secret.random(new SecureRandom(), 32)) {
            KeyFile.ROOT.write(federation.file("root.key"), secret);
            KeyFile.NOISE.write(federation.file("noise.key"), noise);
        }
        write(
                "helper.properties",
                "root.key.file=root.key\nnoise.key.file=noise.key\nauthority.public.key=" + authority.publicKey()
                        + "\nepoch.directory=epochs\n");
        write("helper-kafka.properties", HELPER_KAFKA.formatted(servers));
    }

    /** Makes topics, version 0 and keys. */
    public static MaskedFederation create(FederationPlan plan, String servers) {
        return new MaskedFederation(TestFederation.create(plan, servers), servers);
    }

    private void write(String name, String text) {
        try {
            Files.writeString(federation.file(name), text);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The federation under it. */
    public TestFederation federation() {
        return federation;
    }

    /** Its settings. */
    public FederationSettings settings() {
        return settings;
    }

    /** The mask helper's root key. */
    public VerifyingKey root() {
        return root.publicKey();
    }

    /** Starts the mask helper as an operator does, with the keys and the ledger that it had before. */
    public ChildJvm startHelper() {
        helpers++;
        ChildJvm helper = ChildJvm.start(
                federation.file("helper-" + helpers),
                MaskHelperMain.class,
                List.of(
                        "mask-helper",
                        "--settings",
                        federation.settingsFile().toString(),
                        "--helper-config",
                        federation.file("helper.properties").toString(),
                        "--kafka-config",
                        federation.file("helper-kafka.properties").toString(),
                        "--state-dir",
                        federation.file("helper-state").toString()));
        federation.closeLater(helper);
        return helper;
    }

    /** Starts an aggregator in a process of its own. */
    public AggregatorProcess spawnAggregator(String name) {
        AggregatorProcess process = AggregatorProcess.start(federation, name, federation.file(name + "-state"), root());
        federation.closeLater(process);
        return process;
    }

    /** The delta that a client finds, whatever it is given. */
    public float[] delta(int client) {
        float[] delta = new float[federation.plan().parameterCount()];
        for (int i = 0; i < delta.length; i++) {
            delta[i] = (float) Math.sin(i * (client + 1.0)) / 20;
        }
        return delta;
    }

    /** The whole numbers of that delta, as the client masks them. */
    public int[] clearWords(int client) {
        float[] delta = delta(client);
        try (QuantisedUpdate words = new SummedWords(settings)
                .updateQuantiser(delta.length)
                .quantise(delta, new ExtraValues(9, 1.5, 0.25))) {
            return words.words().clone();
        }
    }

    /** Pseudonym of a client. */
    public ClientId clientId(int number) {
        return unmasked(number).build().clientId();
    }

    private FederatedClientBuilder unmasked(int number) {
        byte[] secret = new byte[32];
        secret[0] = (byte) (number + 1);
        return FederatedClient.builder()
                .kafka(servers)
                .federation(federation.topics().federation())
                .secret(secret)
                .trainer(model -> new LocalUpdate(delta(number), 9, Map.of("loss", 1.5, "accuracy", 0.25)));
    }

    /** A client that is enrolled for a day and seals to this mask helper. */
    public FederatedClientBuilder client(int number) {
        return client(number, root());
    }

    /** A client that is enrolled for a day and seals to a mask helper with this root key. */
    public FederatedClientBuilder client(int number, VerifyingKey pinned) {
        SigningKey key = SigningKey.random(new SecureRandom());
        ClientCertificate certificate = ClientCertificate.issue(
                authority,
                federation.topics().federation(),
                String.format(Locale.ROOT, "%032x", number),
                clientId(number).value(),
                key.publicKey(),
                Instant.now().plus(Duration.ofDays(1)).toEpochMilli());
        return unmasked(number).masking(MaskingKeys.of(key, certificate, pinned), settings);
    }

    /** Starts a client in a thread of its own, which ends with the federation at the latest. */
    public void startClient(FederatedClient client) {
        Thread thread = new Thread(client, "masked-" + client.clientId());
        thread.setDaemon(true);
        thread.start();
        federation.closeLater(client);
    }

    /** All records of a kind on a topic of one partition. */
    public <T extends SpecificRecord> List<T> read(String topic, Class<T> type) {
        try (TopicLog log = new TopicLog(federation.kafka(), topic, 1)) {
            return log.takeNew().stream()
                    .map(record -> decoded(record.value()))
                    .filter(type::isInstance)
                    .map(type::cast)
                    .toList();
        }
    }

    private SpecificRecord decoded(byte[] value) {
        try {
            return framing.decode(value);
        } catch (UndecodableRecordException e) {
            throw new IllegalStateException("a record of ours must be readable", e);
        }
    }

    @Override
    public void close() {
        federation.close();
    }
}
