package dev.tributary.client.round;

import dev.tributary.client.link.ClientKafkaConfig;
import dev.tributary.client.link.KafkaProperties;
import dev.tributary.client.link.ModelSource;
import dev.tributary.client.link.ModelTopicSource;
import dev.tributary.client.link.Persistence;
import dev.tributary.client.link.StopSignal;
import dev.tributary.client.masking.MaskingLink;
import dev.tributary.client.training.EvaluationReports;
import dev.tributary.client.update.EvaluationPublisher;
import dev.tributary.client.update.UpdateEncoder;
import dev.tributary.client.update.UpdateMaker;
import dev.tributary.client.update.UpdatePublisher;
import dev.tributary.log.cluster.Cluster;
import dev.tributary.log.models.ModelReader;
import dev.tributary.log.registry.Framings;
import dev.tributary.schemas.FederationException;
import dev.tributary.schemas.avro.Evaluation;
import dev.tributary.schemas.avro.ModelUpdate;
import dev.tributary.schemas.avro.PayloadChunk;
import dev.tributary.schemas.globalmodel.GlobalModel;
import dev.tributary.schemas.topic.FederationTopics;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.avro.Schema;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A client's two ends of the log: the reader of models and the publisher of updates.
 *
 * @param models    where models come from
 * @param maker     makes updates that fit the topic
 * @param publisher where updates go
 * @param evaluations where evaluations go, if the client makes any
 * @param masking   everything under masks, if the federation is masked
 */
record FederationLink(
        ModelSource models,
        UpdateMaker maker,
        UpdatePublisher publisher,
        Optional<EvaluationReports> evaluations,
        Optional<MaskingLink> masking)
        implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(FederationLink.class);
    private static final List<Schema> WRITTEN =
            List.of(ModelUpdate.getClassSchema(), PayloadChunk.getClassSchema(), Evaluation.getClassSchema());

    /**
     * Checks that the cluster answers, that the topics are there, and schemas registered if ids are written, and opens
     * both ends.
     *
     * @param persistence goes on while the broker is away
     * @param stop        ends every wait
     * @throws FederationException if something is missing, forbidden or wrong; nothing is open then
     */
    static FederationLink open(ClientSettings settings, Persistence persistence, StopSignal stop) {
        FederationTopics topics = settings.topics();
        Framings framings = Framings.of(settings.kafka().shared())
                .requireIds(settings.masking().isPresent() ? MaskingLink.schemas() : WRITTEN);
        int chunkBytes = checkCluster(settings);
        Optional<MaskingLink> masking = masking(settings, framings, chunkBytes);
        Map<String, Object> reading = settings.kafka().shared();
        Map<String, Object> writing =
                settings.kafka().producer(settings.timeouts().delivery());
        var publisher = KafkaProperties.explained(() -> new UpdatePublisher(
                () -> newProducer(writing), topics.updates(), settings.clientId(), framings.newFraming()));
        try {
            var models = KafkaProperties.explained(
                    () -> new ModelTopicSource(() -> new ModelReader(reading, topics.model())));
            // Ids come from the system's randomness alone: those of two runs must differ.
            UpdateMaker maker = masking.map(masked -> masked.updates(persistence, stop))
                    .orElseGet(() ->
                            new UpdateEncoder(settings.clientId(), settings.deltas(), chunkBytes, new SecureRandom()));
            return new FederationLink(models, maker, publisher, evaluations(settings, framings, masking), masking);
        } catch (FederationException e) {
            publisher.close();
            masking.ifPresent(MaskingLink::close);
            throw e;
        }
    }

    /** Looks at the mask helper's keys at once: a wrong one is said before anything is trained. */
    private static Optional<MaskingLink> masking(ClientSettings settings, Framings framings, int chunkBytes) {
        return settings.masking().map(membership -> {
            var masking = new MaskingLink(
                    membership,
                    settings.clientId(),
                    chunkBytes,
                    settings.kafka().helperKeys(),
                    framings.newFraming(),
                    settings.clock());
            try {
                masking.look();
            } catch (KafkaException e) {
                LOG.warn("the mask helper's keys cannot be read yet: {}", e.getMessage());
            } catch (FederationException e) {
                masking.close();
                throw e;
            }
            return masking;
        });
    }

    private static Optional<EvaluationReports> evaluations(
            ClientSettings settings, Framings framings, Optional<MaskingLink> masking) {
        Map<String, Object> config =
                settings.kafka().evaluationProducer(settings.timeouts().delivery());
        FederationTopics topics = settings.topics();
        return settings.evaluator().map(evaluator -> masking.map(
                        masked -> masked.evaluations(newProducer(config), topics.updates(), framings.newFraming()))
                .orElseGet(() -> new EvaluationPublisher(
                        () -> newProducer(config), topics.evaluations(), settings.clientId(), framings.newFraming())));
    }

    /**
     * Reads the newest version of the model.
     *
     * @throws FederationException if the topic is missing or forbidden, or there is no version yet
     */
    static GlobalModel newestModel(ClientSettings settings, Duration timeout) {
        FederationTopics topics = settings.topics();
        Map<String, Object> reading = settings.kafka().shared();
        try (Cluster cluster = Cluster.connect(reading, settings.timeouts().connect())) {
            cluster.requireTopics(List.of(topics.model()));
        }
        try (ModelReader reader = KafkaProperties.explained(() -> new ModelReader(reading, topics.model()))) {
            return reader.newest(timeout)
                    .orElseThrow(() -> new FederationException("federation " + topics.federation()
                            + " must have a version of its model, had none; publish one with: tributary model init"));
        }
    }

    private static int checkCluster(ClientSettings settings) {
        FederationTopics topics = settings.topics();
        ClientKafkaConfig kafka = settings.kafka();
        try (Cluster cluster =
                Cluster.connect(kafka.shared(), settings.timeouts().connect())) {
            cluster.requireTopics(List.of(topics.model(), topics.updates()));
            settings.masking().ifPresent(masked -> cluster.requireTopics(MaskingLink.topics(topics)));
            int chunkBytes = kafka.chunkBytes(topics.updates(), cluster.maxMessageBytes(topics.updates()));
            LOG.info(
                    "joined: federation={} clientId={} chunkBytes={}",
                    topics.federation(),
                    settings.clientId(),
                    chunkBytes);
            return chunkBytes;
        }
    }

    private static Producer<String, byte[]> newProducer(Map<String, Object> config) {
        return new KafkaProducer<>(Framings.kafkaOnly(config), new StringSerializer(), new ByteArraySerializer());
    }

    @Override
    public void close() {
        evaluations.ifPresent(EvaluationReports::close);
        publisher.close();
        models.close();
        masking.ifPresent(MaskingLink::close);
    }
}
