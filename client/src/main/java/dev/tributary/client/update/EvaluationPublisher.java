package dev.tributary.client.update;

import dev.tributary.client.training.EvaluationReports;
import dev.tributary.client.training.LocalEvaluation;
import dev.tributary.schemas.avro.Evaluation;
import dev.tributary.schemas.framing.RecordFraming;
import dev.tributary.schemas.globalmodel.GlobalModel;
import java.time.Duration;
import java.util.Map;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.KafkaException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Reports evaluations in the clear. One that is lost leaves a mean over one client fewer, and must not keep a client from
 * training.
 *
 * <p>One thread publishes; {@link #close} may be called from any.
 */
public final class EvaluationPublisher implements EvaluationReports {

    private static final Logger LOG = LoggerFactory.getLogger(EvaluationPublisher.class);

    /** The last report of a client that ends gets this long to arrive. */
    private static final Duration LAST_REPORT = Duration.ofSeconds(1);

    private final Producer<String, byte[]> producer;
    private final String topic;
    private final ClientId clientId;
    private final RecordFraming framing;

    /**
     * @param producers makes a producer that gives up soon; called once
     * @param topic     the federation's evaluations topic
     * @param clientId  who reports
     * @param framing   used by this instance only
     */
    public EvaluationPublisher(
            Supplier<Producer<String, byte[]>> producers, String topic, ClientId clientId, RecordFraming framing) {
        this.producer = producers.get();
        this.topic = topic;
        this.clientId = clientId;
        this.framing = framing;
    }

    /** Metrics that are not finite are left out, and a report without any is not sent. */
    @Override
    public void report(GlobalModel model, LocalEvaluation evaluation) {
        long version = model.version();
        Map<String, Double> finite = evaluation.metrics().entrySet().stream()
                .filter(metric -> Double.isFinite(metric.getValue()))
                .collect(Collectors.toMap(Map.Entry::getKey, Map.Entry::getValue));
        if (finite.isEmpty()) {
            LOG.warn("evaluation not reported: modelVersion={} reason=no metric is finite", version);
            return;
        }
        byte[] value = framing.encode(Evaluation.newBuilder()
                .setVersion(version)
                .setClientId(clientId.value())
                .setExampleCount(evaluation.exampleCount())
                .setMetrics(finite)
                .build());
        try {
            producer.send(new ProducerRecord<>(topic, 0, Long.toString(version), value), (place, failure) -> {
                if (failure != null) {
                    tellLoss(version, failure);
                }
            });
        } catch (KafkaException | IllegalStateException e) {
            tellLoss(version, e);
        }
    }

    private static void tellLoss(long version, Exception failure) {
        LOG.warn(
                "evaluation not reported: modelVersion={} reason={}: {}",
                version,
                failure.getClass().getSimpleName(),
                failure.getMessage());
    }

    @Override
    public void close() {
        producer.close(LAST_REPORT);
    }
}
