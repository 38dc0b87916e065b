package dev.tributary.client.round;

import dev.tributary.client.training.LocalEvaluation;
import dev.tributary.schemas.globalmodel.GlobalModel;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Writes down what it hears, one line an event. */
final class RecordingListener implements ClientListener {

    private final List<String> events = new ArrayList<>();

    List<String> events() {
        return events;
    }

    @Override
    public void onModel(GlobalModel model) {
        events.add("model " + model.version());
    }

    @Override
    public void onEvaluated(long version, LocalEvaluation evaluation) {
        events.add("evaluated " + version + " on " + evaluation.exampleCount());
    }

    @Override
    public void onSatOut(long version, double samplingRate) {
        events.add("sat out " + version + " at " + samplingRate);
    }

    @Override
    public void onFederationStopped(String reason) {
        events.add("federation stopped: " + reason);
    }

    @Override
    public void onTrained(long baseVersion, long exampleCount, Map<String, Double> metrics, Duration duration) {
        events.add("trained " + baseVersion + " on " + exampleCount);
    }

    @Override
    public void onPublished(long baseVersion, String updateId, long payloadBytes) {
        events.add("published " + baseVersion + ", " + payloadBytes + " bytes");
    }

    @Override
    public void onSkipped(long baseVersion, String reason) {
        events.add("skipped " + baseVersion + ": " + reason);
    }

    @Override
    public void onRefused(long baseVersion, String updateId, String reason) {
        events.add("refused " + baseVersion + ": " + reason);
    }

    @Override
    public void onRetry(String deed, String reason, Duration delay) {
        events.add("retry: " + reason);
    }
}
