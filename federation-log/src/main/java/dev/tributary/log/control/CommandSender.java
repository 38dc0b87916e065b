package dev.tributary.log.control;

import dev.tributary.log.cluster.TimeLimits;
import dev.tributary.log.reading.CommittedReader;
import dev.tributary.log.reading.Fetching;
import dev.tributary.log.registry.Framings;
import dev.tributary.schemas.FederationException;
import dev.tributary.schemas.avro.ModelProposal;
import dev.tributary.schemas.avro.PayloadChunk;
import dev.tributary.schemas.avro.Rejection;
import dev.tributary.schemas.avro.RollbackCommand;
import dev.tributary.schemas.avro.RoundResult;
import dev.tributary.schemas.avro.SettingsChange;
import dev.tributary.schemas.avro.Sha256;
import dev.tributary.schemas.codec.PayloadCodecs;
import dev.tributary.schemas.framing.RecordFraming;
import dev.tributary.schemas.framing.UndecodableRecordException;
import dev.tributary.schemas.layout.ParameterLayout;
import dev.tributary.schemas.payload.Checksums;
import dev.tributary.schemas.payload.ChunkSplitter;
import dev.tributary.schemas.topic.FederationTopics;
import java.nio.ByteBuffer;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.ExecutionException;
import java.util.function.Predicate;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringSerializer;

/**
 * Sends commands to the topic {@code control} and follows {@code rounds} and {@code rejections} for their
 * outcomes. Stage 2 carries a command out exactly once; sending one again under a new id is another command.
 *
 * <p>Not thread-safe.
 */
public final class CommandSender implements AutoCloseable {

    private static final Duration POLL = Duration.ofMillis(100);
    private static final Duration TIMEOUT = Duration.ofSeconds(15);

    private final FederationTopics topics;
    private final Clock clock;
    private final String issuedBy;
    private final RecordFraming framing;
    private final Producer<String, byte[]> producer;
    private final CommittedReader answers;

    /**
     * Connects, and stands at the end of the answers so far.
     *
     * @param kafkaConfig how to reach the cluster, by Kafka's names
     * @param topics      names of the federation
     * @param framing     used by this instance only
     * @param issuedBy    who sends the commands, for people
     * @param clock       for the time in them
     * @throws FederationException if the cluster does not answer
     */
    public CommandSender(
            Map<String, Object> kafkaConfig,
            FederationTopics topics,
            RecordFraming framing,
            String issuedBy,
            Clock clock) {
        this.topics = topics;
        this.framing = framing;
        this.issuedBy = issuedBy;
        this.clock = clock;
        producer = new KafkaProducer<>(writerConfig(kafkaConfig), new StringSerializer(), new ByteArraySerializer());
        answers = CommittedReader.open(kafkaConfig, Fetching.USUAL);
        try {
            List<TopicPartition> partitions = new ArrayList<>();
            partitions.add(new TopicPartition(topics.rounds(), 0));
            // Any number of partitions will do for rejections: nobody depends on their order.
            partitions.addAll(answers.partitions(topics.rejections(), TIMEOUT));
            answers.followFromEnd(partitions, TIMEOUT);
        } catch (KafkaException e) {
            close();
            throw new FederationException("answers on " + topics.rounds() + " could not be read: " + e.getMessage(), e);
        } catch (FederationException e) {
            close();
            throw e;
        }
    }

    private static Map<String, Object> writerConfig(Map<String, Object> given) {
        Map<String, Object> config = Framings.kafkaOnly(given);
        Duration limit = TimeLimits.lengthened(TIMEOUT, given);
        config.put(ProducerConfig.ACKS_CONFIG, "all");
        config.put(ProducerConfig.MAX_BLOCK_MS_CONFIG, String.valueOf(limit.toMillis()));
        config.putIfAbsent(ProducerConfig.REQUEST_TIMEOUT_MS_CONFIG, "10000");
        // Kafka refuses a delivery.timeout.ms below linger.ms plus request.timeout.ms.
        config.put(ProducerConfig.LINGER_MS_CONFIG, "0");
        config.put(ProducerConfig.DELIVERY_TIMEOUT_MS_CONFIG, String.valueOf(limit.toMillis()));
        return config;
    }

    /**
     * Asks for other settings.
     *
     * @param settings text of a federation.yaml, checked by the caller
     * @return id of the command
     */
    public String changeSettings(String settings) {
        String id = newId("apply");
        send(id, framing.encode(new SettingsChange(id, settings, issuedBy, clock.millis())));
        return id;
    }

    /**
     * Asks for an earlier version to be published again.
     *
     * @param toVersion the earlier version
     * @param reason    one line for the provenance, at most 300 characters
     * @return id of the command
     */
    public String rollBack(long toVersion, String reason) {
        String id = newId("rollback");
        send(id, framing.encode(new RollbackCommand(id, toVersion, reason, issuedBy, clock.millis())));
        return id;
    }

    /**
     * Asks for a model to be published as the next version.
     *
     * @param layout     its layout
     * @param parameters its flat vector, all finite; not changed
     * @param reason     one line for the provenance, at most 300 characters
     * @param chunkBytes greatest length of a chunk on {@code control}
     * @return id of the command
     */
    public String publish(ParameterLayout layout, float[] parameters, String reason, int chunkBytes) {
        String id = newId("publish");
        ByteBuffer payload = PayloadCodecs.FLOAT32.encode(parameters);
        List<ByteBuffer> chunks = ChunkSplitter.split(payload, chunkBytes, chunkBytes);
        ModelProposal manifest = ModelProposal.newBuilder()
                .setCommandId(id)
                .setLayoutFingerprint(layout.fingerprint())
                .setParameterCount(parameters.length)
                .setReason(reason)
                .setIssuedBy(issuedBy)
                .setIssuedAtMs(clock.millis())
                .setEncoding(PayloadCodecs.FLOAT32.encoding())
                .setPayloadBytes(payload.remaining())
                .setChunkCount(chunks.size())
                .setPayloadDigest(new Sha256(Checksums.sha256(payload)))
                .setPayloadCrc32c(Checksums.crc32c(chunks.get(0)))
                .setPayload(chunks.get(0))
                .build();
        send(id, framing.encode(manifest));
        for (int i = 1; i < chunks.size(); i++) {
            ByteBuffer chunk = chunks.get(i);
            send(id, framing.encode(new PayloadChunk(id, i, Checksums.crc32c(chunk), chunk)));
        }
        return id;
    }

    private static String newId(String kind) {
        return kind + "-" + UUID.randomUUID();
    }

    private void send(String id, byte[] value) {
        try {
            producer.send(new ProducerRecord<>(topics.control(), 0, id, value)).get();
        } catch (ExecutionException | KafkaException e) {
            Throwable cause = e instanceof ExecutionException ? e.getCause() : e;
            throw new FederationException(
                    "command could not be written to " + topics.control() + ": " + cause.getMessage(), e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new FederationException("interrupted while sending a command", e);
        }
    }

    /**
     * Waits for a version that a command brought about.
     *
     * @param commandId id of the command
     * @param timeout   longest time to wait
     * @return the version, why it was refused, or neither
     */
    public CommandAnswer await(String commandId, Duration timeout) {
        return await(commandId, result -> result.getCommandId().equals(commandId), timeout);
    }

    /**
     * Waits for the version with which settings come into force.
     *
     * @param commandId id of the command that asked for them
     * @param settings  their text
     * @param timeout   longest time to wait
     * @return the version, why they were refused, or neither
     */
    public CommandAnswer awaitSettings(String commandId, String settings, Duration timeout) {
        return await(commandId, result -> result.getSettings().equals(settings), timeout);
    }

    private CommandAnswer await(String commandId, Predicate<RoundResult> isAnswer, Duration timeout) {
        long deadline = System.nanoTime() + timeout.toNanos();
        while (System.nanoTime() < deadline) {
            List<CommandAnswer> found = new ArrayList<>();
            answers.poll(POLL, record -> found.add(answer(record.value(), commandId, isAnswer)));
            Optional<CommandAnswer> last =
                    found.stream().filter(CommandAnswer::isFinal).findFirst();
            if (last.isPresent()) {
                return last.get();
            }
        }
        return CommandAnswer.NONE;
    }

    private CommandAnswer answer(byte[] value, String commandId, Predicate<RoundResult> isAnswer) {
        try {
            SpecificRecord record = framing.decode(value);
            if (record instanceof RoundResult result && isAnswer.test(result)) {
                return CommandAnswer.published(result);
            }
            if (record instanceof Rejection rejection && rejection.getUpdateId().equals(commandId)) {
                return CommandAnswer.refused(rejection.getDetail());
            }
            return CommandAnswer.NONE;
        } catch (UndecodableRecordException e) {
            return CommandAnswer.NONE;
        }
    }

    @Override
    public void close() {
        producer.close(Duration.ZERO);
        answers.close();
    }
}
