package dev.tributary.log.models;

import dev.tributary.log.registry.Framings;
import dev.tributary.schemas.FederationException;
import dev.tributary.schemas.avro.CloseReason;
import dev.tributary.schemas.avro.FederationState;
import dev.tributary.schemas.avro.GlobalModelHead;
import dev.tributary.schemas.avro.PayloadChunk;
import dev.tributary.schemas.avro.Provenance;
import dev.tributary.schemas.avro.RoundResult;
import dev.tributary.schemas.codec.PayloadCodecs;
import dev.tributary.schemas.framing.RecordFraming;
import dev.tributary.schemas.globalmodel.CodeVersion;
import dev.tributary.schemas.globalmodel.GlobalModel;
import dev.tributary.schemas.globalmodel.ModelDefinition;
import dev.tributary.schemas.globalmodel.ModelRecords;
import dev.tributary.schemas.layout.ParameterLayout;
import dev.tributary.schemas.topic.FederationTopics;
import dev.tributary.schemas.topic.RecordKeys;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.apache.avro.Schema;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringSerializer;

/** Puts version 0 and the mode on the model topic and round 0 on the rounds topic, in one transaction. */
public final class InitialModelPublisher {

    private static final Duration READ_TIMEOUT = Duration.ofSeconds(30);

    private static final List<Schema> WRITTEN = List.of(
            PayloadChunk.getClassSchema(),
            GlobalModelHead.getClassSchema(),
            FederationState.getClassSchema(),
            RoundResult.getClassSchema());

    private final Map<String, Object> kafkaConfig;
    private final Framings framings;
    private final FederationTopics topics;
    private final Clock clock;

    /**
     * @param kafkaConfig how to reach the cluster, by Kafka's names
     * @param topics      the federation's topics, which exist
     * @param clock       source of the creation time
     */
    public InitialModelPublisher(Map<String, Object> kafkaConfig, FederationTopics topics, Clock clock) {
        this.kafkaConfig = Map.copyOf(kafkaConfig);
        this.framings = Framings.of(kafkaConfig);
        this.topics = topics;
        this.clock = clock;
    }

    /**
     * Publishes the model that a federation begins with.
     *
     * @param mode       how updates are taken until an aggregator says otherwise
     * @param definition the architecture
     * @param layout     where each tensor lies in the flat vector
     * @param parameters initial parameters, all finite; not kept, not changed
     * @param chunkBytes greatest length of a chunk, from the model topic's {@code max.message.bytes}
     * @return the version as it stands on the topic
     * @throws FederationException if the topic holds a model already, the model does not fit, or its schemas must be
     *                             registered and are not
     */
    public GlobalModel publish(
            OpeningMode mode, ModelDefinition definition, ParameterLayout layout, float[] parameters, int chunkBytes) {
        GlobalModel model = new GlobalModel(0, definition, layout, finite(parameters), provenance());
        return publish(mode, model, chunkBytes, false);
    }

    /**
     * Publishes it in the place of a version 0 that nobody has used; as {@link #publish} if there is none.
     *
     * @param mode       as above
     * @param definition as above
     * @param layout     as above
     * @param parameters as above
     * @param chunkBytes as above
     * @return the version as it stands on the topic
     * @throws FederationException as above, if there is a later version, if a client has sent an update, or if an
     *                             aggregator has begun; the topic is then as it was
     */
    public GlobalModel replace(
            OpeningMode mode, ModelDefinition definition, ParameterLayout layout, float[] parameters, int chunkBytes) {
        GlobalModel model = new GlobalModel(0, definition, layout, finite(parameters), provenance());
        return publish(mode, model, chunkBytes, true);
    }

    private GlobalModel publish(OpeningMode mode, GlobalModel model, int chunkBytes, boolean mayReplace) {
        RecordFraming framing = framings.requireIds(WRITTEN).newFraming();
        // Transactions first: this fences another publisher, so that the check below and the write are one act.
        Producer<String, byte[]> producer = new KafkaProducer<>(producerConfig());
        try {
            producer.initTransactions();
            int oldChunks = mayReplace ? requireUnused() : requireEmpty();
            producer.beginTransaction();
            write(mode, model, chunkBytes, framing, producer);
            forgetChunks(new ModelRecords(framing, PayloadCodecs.FLOAT32, chunkBytes), model, oldChunks, producer);
            producer.commitTransaction();
        } catch (KafkaException e) {
            throw new FederationException(
                    "version 0 could not be published to " + topics.model() + ": " + e.getMessage(), e);
        } finally {
            // Without a bound a transactional producer waits for a broker that is away, for as long as it is.
            producer.close(READ_TIMEOUT);
        }
        return model;
    }

    /** Requires that there is no version. Returns how many chunks there are to replace. */
    private int requireEmpty() {
        try (ModelReader reader = new ModelReader(kafkaConfig, topics.model())) {
            reader.newest(READ_TIMEOUT).ifPresent(model -> {
                throw new FederationException("topic " + topics.model() + " must hold no model before version 0 is"
                        + " published, held version " + model.version()
                        + "; one that nobody has used gives way to: tributary model init --replace");
            });
        }
        return 0;
    }

    /** Requires that no version is there but an unused version 0. Returns how many chunks there are to replace. */
    private int requireUnused() {
        try (ModelReader reader = new ModelReader(kafkaConfig, topics.model())) {
            List<GlobalModelHead> heads = reader.heads(READ_TIMEOUT);
            if (heads.isEmpty()) {
                return 0;
            }
            new UnusedVersion(kafkaConfig, topics).require(heads, reader.state());
            return heads.get(0).getChunkCount();
        }
    }

    private void write(
            OpeningMode mode,
            GlobalModel model,
            int chunkBytes,
            RecordFraming framing,
            Producer<String, byte[]> producer) {
        ModelRecords records = new ModelRecords(framing, PayloadCodecs.FLOAT32, chunkBytes);
        long modelBytes = records.write(
                model, (key, value) -> producer.send(new ProducerRecord<>(topics.model(), 0, key, value)));
        byte[] state = framing.encode(mode.state(model.provenance().getCreatedAtMs()));
        producer.send(new ProducerRecord<>(topics.model(), 0, RecordKeys.STATE, state));
        RoundResult round = initialRound(model, modelBytes);
        producer.send(new ProducerRecord<>(topics.rounds(), 0, RecordKeys.round(0), framing.encode(round)));
    }

    /** A smaller model leaves chunks of the one before it. */
    private void forgetChunks(
            ModelRecords records, GlobalModel model, int oldChunks, Producer<String, byte[]> producer) {
        int chunks = records.chunkCount((long) Float.BYTES * model.parameters().length);
        for (int index = chunks; index < oldChunks; index++) {
            producer.send(new ProducerRecord<>(topics.model(), 0, RecordKeys.modelChunk(0, index), null));
        }
    }

    private Provenance provenance() {
        return Provenance.newBuilder()
                .setBaseVersion(-1)
                .setStrategy("initial")
                .setSettings(Map.of())
                .setUpdateCount(0)
                .setExampleCount(0)
                .setCodeVersion(CodeVersion.current())
                .setCreatedAtMs(clock.millis())
                .build();
    }

    private RoundResult initialRound(GlobalModel model, long modelBytes) {
        long now = clock.millis();
        return RoundResult.newBuilder()
                .setVersion(0)
                .setBaseVersion(-1)
                .setCloseReason(CloseReason.INITIAL)
                .setUpdateCount(0)
                .setClientCount(0)
                .setPartialCount(0)
                .setExampleCount(0)
                .setAggregationWeight(0)
                .setStaleness(Map.of())
                .setMetrics(Map.of())
                .setUpdateBytes(0)
                .setModelBytes(modelBytes)
                .setStepL2Norm(0)
                .setOpenedAtMs(now)
                .setFirstUpdateAtMs(now)
                .setClosedAtMs(now)
                .setAggregationMs(0)
                .setExtensions(0)
                .setMemberRecords(0)
                .setStrategy("initial")
                .setLayoutFingerprint(model.layout().fingerprint())
                .setParameterCount(model.parameters().length)
                .setSettings("")
                .setCommandId("")
                .setRolledBackTo(-1)
                .setDiscardedUpdateCount(0)
                .setNote("")
                .build();
    }

    private Map<String, Object> producerConfig() {
        Map<String, Object> config = Framings.kafkaOnly(kafkaConfig);
        config.put(ProducerConfig.TRANSACTIONAL_ID_CONFIG, topics.publisherId());
        config.put(ProducerConfig.KEY_SERIALIZER_CLASS_CONFIG, StringSerializer.class);
        config.put(ProducerConfig.VALUE_SERIALIZER_CLASS_CONFIG, ByteArraySerializer.class);
        return config;
    }

    private static float[] finite(float[] parameters) {
        for (int i = 0; i < parameters.length; i++) {
            if (!Float.isFinite(parameters[i])) {
                throw new FederationException("initial parameters must be finite, was " + parameters[i] + " at " + i);
            }
        }
        return parameters.clone();
    }
}
