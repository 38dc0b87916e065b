package dev.tributary.client.masking;

import dev.tributary.client.link.Persistence;
import dev.tributary.client.link.StopSignal;
import dev.tributary.client.training.EvaluationReports;
import dev.tributary.client.update.ClientId;
import dev.tributary.client.update.UpdateMaker;
import dev.tributary.federation.settings.SummedWords;
import dev.tributary.schemas.avro.MaskedUpdate;
import dev.tributary.schemas.avro.PayloadChunk;
import dev.tributary.schemas.avro.SealedSeed;
import dev.tributary.schemas.framing.RecordFraming;
import dev.tributary.schemas.topic.FederationTopics;
import java.security.SecureRandom;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import org.apache.avro.Schema;
import org.apache.kafka.clients.producer.Producer;

/** Everything that a client of a masked federation sends, and the topic of the mask helper's keys under it. */
public final class MaskingLink implements AutoCloseable {

    private final SummedWords words;
    private final VectorMasker masker;
    private final HelperKeyTopic topic;
    private final HelperKeyWatch helperKeys;

    /**
     * Prepares it; nothing is read yet.
     *
     * @param membership the client's place in the federation
     * @param clientId   its pseudonym
     * @param chunkBytes greatest length of a chunk in bytes
     * @param kafka      how to read the topic of the mask helper's keys
     * @param framing    used by this instance only
     * @param clock      tells whether keys and certificates are over
     */
    public MaskingLink(
            MaskedMembership membership,
            ClientId clientId,
            int chunkBytes,
            Map<String, Object> kafka,
            RecordFraming framing,
            Clock clock) {
        FederationTopics topics = membership.settings().topics();
        words = new SummedWords(membership.settings());
        masker = new VectorMasker(membership, clientId, chunkBytes, new SecureRandom(), clock);
        topic = new HelperKeyTopic(kafka, topics.helperKeys(), framing);
        helperKeys = new HelperKeyWatch(
                new HelperKeyChoice(topics.federation(), membership.keys().helperRoot(), membership.fingerprint()),
                topic,
                clock);
    }

    /**
     * Lists the topics that a client needs beside the model's and the updates'.
     *
     * @param topics names of the federation
     * @return their names
     */
    public static List<String> topics(FederationTopics topics) {
        return List.of(topics.seeds(), topics.helperKeys());
    }

    /**
     * Lists the schemas that a client writes.
     *
     * @return those of a masked federation
     */
    public static List<Schema> schemas() {
        return List.of(MaskedUpdate.getClassSchema(), SealedSeed.getClassSchema(), PayloadChunk.getClassSchema());
    }

    /**
     * Looks at the mask helper's keys, so that a wrong one is said before anything is trained.
     *
     * @throws org.apache.kafka.common.KafkaException       if the topic cannot be read now
     * @throws dev.tributary.schemas.FederationException if none of the keys there may be sealed to
     */
    public void look() {
        helperKeys.look();
    }

    /**
     * Makes the maker of updates.
     *
     * @param persistence goes on while the broker is away
     * @param stop        ends the wait for the mask helper
     * @return the maker
     */
    public UpdateMaker updates(Persistence persistence, StopSignal stop) {
        return new MaskedUpdates(words, masker, helperKeys, persistence, stop);
    }

    /**
     * Makes the sender of evaluations.
     *
     * @param producer     one that gives up soon; owned by the sender
     * @param updatesTopic where masked vectors go
     * @param framing      used by the sender only
     * @return the sender
     */
    public EvaluationReports evaluations(
            Producer<String, byte[]> producer, String updatesTopic, RecordFraming framing) {
        return new MaskedEvaluations(words, masker, helperKeys, producer, updatesTopic, framing);
    }

    /** To be called by the client's thread. */
    @Override
    public void close() {
        topic.close();
    }
}
