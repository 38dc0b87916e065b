package dev.tributary.client.training;

import dev.tributary.schemas.globalmodel.GlobalModel;

/**
 * Measures how well a received model does on a client's own test data, which it does not train on.
 *
 * <p>It need not be thread-safe: one client calls it from one thread at a time.
 */
@FunctionalInterface
public interface LocalEvaluator {

    /**
     * Measures a version of the global model.
     *
     * @param model received version; not changed, not kept
     * @return metrics and example count
     * @throws dev.tributary.schemas.FederationException if this evaluator cannot run the model or has no example for it
     */
    LocalEvaluation evaluate(GlobalModel model);
}
