package dev.tributary.client.round;

import dev.tributary.client.training.LocalEvaluation;
import dev.tributary.schemas.globalmodel.GlobalModel;
import java.time.Duration;
import java.util.Map;

/**
 * Hears of a client's steps, for progress bars and metrics. Every method is called by the client's own thread, which
 * goes on when the method returns; an exception ends the client.
 */
public interface ClientListener {

    /** Hears nothing. */
    ClientListener NONE = new ClientListener() {};

    /**
     * A model version was received.
     *
     * @param model the version; not to be kept or changed, since a client holds one model at a time
     */
    default void onModel(GlobalModel model) {}

    /**
     * A model version was evaluated on local test data.
     *
     * @param version    the version
     * @param evaluation metrics and example count
     */
    default void onEvaluated(long version, LocalEvaluation evaluation) {}

    /**
     * The client is not in the cohort of a version, and waits.
     *
     * @param version      the version
     * @param samplingRate part of all clients that is
     */
    default void onSatOut(long version, double samplingRate) {}

    /**
     * The federation is done, and the client ends.
     *
     * @param reason one line for a person
     */
    default void onFederationStopped(String reason) {}

    /**
     * Local training has ended.
     *
     * @param baseVersion  model version that was trained from
     * @param exampleCount examples that were trained on
     * @param metrics      training metrics by name
     * @param duration     how long it took
     */
    default void onTrained(long baseVersion, long exampleCount, Map<String, Double> metrics, Duration duration) {}

    /**
     * An update was acknowledged by the broker.
     *
     * @param baseVersion  model version that was trained from
     * @param updateId     id of the update
     * @param payloadBytes bytes of the delta on the wire
     */
    default void onPublished(long baseVersion, String updateId, long payloadBytes) {}

    /**
     * A delta will not be sent.
     *
     * @param baseVersion model version that was trained from
     * @param reason      one line for a person
     */
    default void onSkipped(long baseVersion, String reason) {}

    /**
     * The aggregator has refused an update that was acknowledged: it is in no version. Heard soon after, but not of each
     * one if many are refused.
     *
     * @param baseVersion model version that was trained from
     * @param updateId    id of the update
     * @param reason      name of the reason, as in docs/protocol-clients.md
     */
    default void onRefused(long baseVersion, String updateId, String reason) {}

    /**
     * Something failed and will be tried again.
     *
     * @param deed   the step that failed
     * @param reason one line for a person
     * @param delay  time until the next attempt
     */
    default void onRetry(String deed, String reason, Duration delay) {}
}
