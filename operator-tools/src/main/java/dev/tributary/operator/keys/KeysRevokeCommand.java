package dev.tributary.operator.keys;

import dev.tributary.log.cluster.Cluster;
import dev.tributary.log.cluster.TimeLimits;
import dev.tributary.log.registry.Framings;
import dev.tributary.masking.keys.ClientCertificate;
import dev.tributary.masking.keys.KeyFile;
import dev.tributary.masking.keys.SignedRecords;
import dev.tributary.masking.keys.SigningKey;
import dev.tributary.masking.mask.Secret;
import dev.tributary.operator.topics.TopicsApplyCommand;
import dev.tributary.process.command.KafkaOptions;
import dev.tributary.schemas.FederationException;
import dev.tributary.schemas.TextFile;
import dev.tributary.schemas.avro.Revocation;
import dev.tributary.schemas.framing.RecordFraming;
import dev.tributary.schemas.masked.MalformedMaskException;
import dev.tributary.schemas.topic.FederationTopics;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringSerializer;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Takes a certificate back. */
@Command(
        name = "revoke",
        description = "Revokes a client's certificate: the mask helper refuses its next seed and all after it.",
        mixinStandardHelpOptions = true)
final class KeysRevokeCommand implements Callable<Integer> {

    private static final int MOST_BYTES = 4096;
    private static final Duration TIMEOUT = Duration.ofSeconds(30);

    @Option(
            names = "--authority-key",
            required = true,
            paramLabel = "FILE",
            description = "The enrolment authority's key.")
    private Path authority;

    @Option(
            names = "--certificate",
            required = true,
            paramLabel = "FILE",
            description = "The certificate, as tributary keys enrol made it.")
    private Path certificate;

    @Mixin
    private KafkaOptions kafka;

    @Override
    public Integer call() throws InterruptedException {
        ClientCertificate revoked = read(certificate);
        try (Secret secret = KeyFile.AUTHORITY.read(authority)) {
            Revocation revocation = new SignedRecords(revoked.federation())
                    .revoke(SigningKey.of(secret), revoked.serial(), revoked.clientId(), System.currentTimeMillis());
            send(new FederationTopics(revoked.federation()).enrolment(), revocation);
        }
        return 0;
    }

    private static ClientCertificate read(Path file) {
        try {
            if (Files.size(file) > MOST_BYTES) {
                throw new FederationException(file + " must be a certificate of at most " + MOST_BYTES + " bytes");
            }
            return ClientCertificate.parse(
                    HexFormat.of().parseHex(TextFile.read(file).strip()));
        } catch (IOException e) {
            throw new FederationException(file + " must be a readable certificate: " + e.getMessage(), e);
        } catch (MalformedMaskException | IllegalArgumentException e) {
            throw new FederationException(
                    file + " must be a certificate as tributary keys enrol makes it, was something else", e);
        }
    }

    private void send(String topic, Revocation revocation) throws InterruptedException {
        Map<String, Object> given = kafka.load();
        try (Cluster cluster = Cluster.connect(given, TopicsApplyCommand.TIMEOUT)) {
            cluster.requireTopics(List.of(topic));
        }
        int millis = Math.toIntExact(TimeLimits.lengthened(TIMEOUT, given).toMillis());
        Map<String, Object> config = new HashMap<>(Framings.kafkaOnly(given));
        config.put(ProducerConfig.ACKS_CONFIG, "all");
        config.put(ProducerConfig.MAX_BLOCK_MS_CONFIG, millis);
        config.put(ProducerConfig.REQUEST_TIMEOUT_MS_CONFIG, millis);
        // Kafka refuses a delivery.timeout.ms below linger.ms plus request.timeout.ms.
        config.put(ProducerConfig.LINGER_MS_CONFIG, 0);
        config.put(ProducerConfig.DELIVERY_TIMEOUT_MS_CONFIG, millis);
        try (KafkaProducer<String, byte[]> producer =
                new KafkaProducer<>(config, new StringSerializer(), new ByteArraySerializer())) {
            producer.send(new ProducerRecord<>(
                            topic, 0, revocation.getSerial(), new RecordFraming().encode(revocation)))
                    .get();
            producer.close(Duration.ofSeconds(5));
        } catch (ExecutionException | KafkaException e) {
            throw new FederationException(
                    "the revocation must be written to " + topic + ", was not: " + e.getMessage(), e);
        }
    }
}
