package dev.tributary.client.round;

import dev.tributary.client.training.EvaluationReports;
import dev.tributary.client.training.LocalEvaluation;
import dev.tributary.client.training.LocalEvaluator;
import dev.tributary.schemas.globalmodel.GlobalModel;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Measures each version that a client receives, and reports it.
 *
 * @param evaluator measures
 * @param reports   where it is reported
 * @param listener  hears of it
 */
record VersionReport(LocalEvaluator evaluator, EvaluationReports reports, ClientListener listener) {

    private static final Logger LOG = LoggerFactory.getLogger(VersionReport.class);

    /**
     * Measures a version and hands the report over.
     *
     * @throws dev.tributary.schemas.FederationException if the model cannot be evaluated here
     */
    void on(GlobalModel model) {
        LocalEvaluation evaluation = evaluator.evaluate(model);
        LOG.info(
                "evaluated: modelVersion={} examples={} metrics={}",
                model.version(),
                evaluation.exampleCount(),
                evaluation.metrics());
        reports.report(model, evaluation);
        listener.onEvaluated(model.version(), evaluation);
    }
}
