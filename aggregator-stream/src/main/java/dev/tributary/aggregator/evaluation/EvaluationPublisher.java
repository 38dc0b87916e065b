package dev.tributary.aggregator.evaluation;

import dev.tributary.aggregator.operations.FederationMetrics;
import dev.tributary.federation.settings.evaluation.EvaluationSettings;
import dev.tributary.schemas.avro.MetricSpread;
import dev.tributary.schemas.avro.VersionEvaluation;
import dev.tributary.schemas.framing.RecordFraming;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Supplier;
import org.apache.kafka.streams.kstream.Windowed;
import org.apache.kafka.streams.processor.api.Processor;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.Record;

/**
 * Lets the figures of a version out, each time that a further batch of reports is in them. Where a version has had
 * several windows, those of a later one replace the earlier ones only if more clients are behind them.
 */
public final class EvaluationPublisher implements Processor<Windowed<String>, VersionTally, String, byte[]> {

    private final Supplier<EvaluationSettings> settings;
    private final String reportStore;
    private final FederationMetrics metrics;
    private final RecordFraming framing;
    private ProcessorContext<String, byte[]> context;
    private ReportStore reports;

    /**
     * @param settings    settings in force, asked anew for each record
     * @param reportStore name of the store that {@link EvaluationIntake} has too
     * @param framing     used by this instance only
     * @param metrics     shows the configured metric
     */
    public EvaluationPublisher(
            Supplier<EvaluationSettings> settings,
            String reportStore,
            RecordFraming framing,
            FederationMetrics metrics) {
        this.settings = settings;
        this.reportStore = reportStore;
        this.framing = framing;
        this.metrics = metrics;
    }

    @Override
    public void init(ProcessorContext<String, byte[]> processorContext) {
        context = processorContext;
        reports = new ReportStore(context.getStateStore(reportStore));
    }

    @Override
    public void process(Record<Windowed<String>, VersionTally> record) {
        // A window that a report has made longer comes twice: without a value under its old name, then under the new.
        if (record.value() == null) {
            return;
        }
        Tally shown = record.value().shown();
        long version = Long.parseLong(record.key().key());
        if (shown.reportCount() <= reports.shown(version)) {
            return;
        }
        reports.putShown(version, shown.reportCount());
        VersionEvaluation evaluation = evaluation(version, shown);
        MetricSpread judged = evaluation.getMetrics().get(settings.get().metric());
        if (judged != null) {
            metrics.evaluation().judged(settings.get().metric(), judged.getMean());
        }
        metrics.evaluation().shown(evaluation.getReportCount(), evaluation.getGroupSize());
        context.forward(record.withKey(record.key().key()).withValue(framing.encode(evaluation)));
    }

    private VersionEvaluation evaluation(long version, Tally shown) {
        Map<String, MetricSpread> spreads = new TreeMap<>();
        shown.metrics().forEach((name, metric) -> {
            // The least number may have been raised since.
            if (metric.reportCount() >= settings.get().minReports()) {
                spreads.put(name, new MetricSpread(metric.mean(), metric.standardDeviation(), metric.reportCount()));
            }
        });
        return VersionEvaluation.newBuilder()
                .setVersion(version)
                .setReportCount(shown.reportCount())
                .setGroupSize(reports.groupSize(version))
                .setExampleCount(shown.exampleCount())
                .setMetrics(spreads)
                .setIsBad(false)
                .setEvaluatedAtMs(context.currentSystemTimeMs())
                .build();
    }
}
