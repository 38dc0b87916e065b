package dev.tributary.client.training;

import dev.tributary.schemas.globalmodel.GlobalModel;

/** Where a client's evaluations go. Nobody waits for a report: one that cannot be sent is logged and forgotten. */
public interface EvaluationReports extends AutoCloseable {

    /**
     * Reports an evaluation.
     *
     * @param model      version that was evaluated; not kept
     * @param evaluation the figures
     */
    void report(GlobalModel model, LocalEvaluation evaluation);

    /** Ends at once, but for a moment in which the last report may still arrive. */
    @Override
    void close();
}
