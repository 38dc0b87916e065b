package dev.tributary.client.masking;

import dev.tributary.client.training.EvaluationReports;
import dev.tributary.client.training.LocalEvaluation;
import dev.tributary.client.training.LocalUpdate;
import dev.tributary.federation.settings.SummedWords;
import dev.tributary.privacy.quantisation.ExtraValues;
import dev.tributary.privacy.quantisation.QuantisedUpdate;
import dev.tributary.privacy.quantisation.Quantiser;
import dev.tributary.schemas.avro.HelperKey;
import dev.tributary.schemas.avro.MaskPurpose;
import dev.tributary.schemas.framing.RecordFraming;
import dev.tributary.schemas.globalmodel.GlobalModel;
import java.time.Duration;
import java.util.Optional;
import java.util.function.BiConsumer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.KafkaException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Reports evaluations under masks: loss and accuracy alone, since other metrics have no word. Nobody waits for a report,
 * not even for the mask helper's key. Belongs to the client's thread, but for {@link #close}.
 */
final class MaskedEvaluations implements EvaluationReports {

    private static final Logger LOG = LoggerFactory.getLogger(MaskedEvaluations.class);
    private static final Duration LAST_REPORT = Duration.ofSeconds(1);
    private static final float[] NO_DELTA = {0};

    private final SummedWords words;
    private final VectorMasker masker;
    private final HelperKeyWatch helperKeys;
    private final Producer<String, byte[]> producer;
    private final String updatesTopic;
    private final RecordFraming framing;

    MaskedEvaluations(
            SummedWords words,
            VectorMasker masker,
            HelperKeyWatch helperKeys,
            Producer<String, byte[]> producer,
            String updatesTopic,
            RecordFraming framing) {
        this.words = words;
        this.masker = masker;
        this.helperKeys = helperKeys;
        this.producer = producer;
        this.updatesTopic = updatesTopic;
        this.framing = framing;
    }

    @Override
    public void report(GlobalModel model, LocalEvaluation evaluation) {
        double loss = evaluation.metrics().getOrDefault(LocalUpdate.LOSS, Double.NaN);
        double accuracy = evaluation.metrics().getOrDefault(LocalUpdate.ACCURACY, Double.NaN);
        // Under a mask an unknown number would count as 0, and nobody could tell.
        if (!Double.isFinite(loss) || !Double.isFinite(accuracy)) {
            tellLoss(model.version(), "a masked evaluation needs a finite loss and accuracy");
            return;
        }
        try {
            Optional<HelperKey> key = helperKeys.look();
            if (key.isPresent()) {
                send(model, new ExtraValues(evaluation.exampleCount(), loss, accuracy), key.get());
            } else {
                tellLoss(model.version(), "the mask helper has announced no key");
            }
        } catch (KafkaException | IllegalStateException e) {
            tellLoss(model.version(), e.getClass().getSimpleName() + ": " + e.getMessage());
        }
    }

    private void send(GlobalModel model, ExtraValues values, HelperKey key) {
        QuantisedUpdate numbers = Quantiser.uniform(words.ofEvaluation()).quantise(NO_DELTA, values);
        MaskedVector vector = masker.mask(MaskPurpose.EVALUATION, model.version(), model.layout(), numbers, key);
        String clientId = vector.manifest().getClientId();
        BiConsumer<String, byte[]> sending =
                (topic, value) -> producer.send(new ProducerRecord<>(topic, clientId, value), (place, failure) -> {
                    if (failure != null) {
                        tellLoss(model.version(), failure.getClass().getSimpleName() + ": " + failure.getMessage());
                    }
                });
        vector.preface().ifPresent(seed -> sending.accept(seed.topic(), framing.encode(seed.record())));
        for (int i = 0; i < vector.recordCount(); i++) {
            sending.accept(updatesTopic, vector.record(i, framing));
        }
    }

    private static void tellLoss(long version, String reason) {
        LOG.warn("evaluation not reported: modelVersion={} reason={}", version, reason);
    }

    @Override
    public void close() {
        producer.close(LAST_REPORT);
    }
}
