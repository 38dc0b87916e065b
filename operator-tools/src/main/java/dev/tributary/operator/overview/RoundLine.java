package dev.tributary.operator.overview;

import dev.tributary.log.rounds.RoundHistory;
import dev.tributary.privacy.accountant.PrivacyGuarantee;
import dev.tributary.schemas.avro.MetricSpread;
import dev.tributary.schemas.avro.RoundResult;
import dev.tributary.schemas.avro.VersionEvaluation;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * Figures of one version: its round, its evaluation, its marks.
 *
 * @param result     result of its round
 * @param evaluation the clients' evaluation, if there is one
 * @param marks      remarks on it, usually none
 */
public record RoundLine(RoundResult result, Optional<VersionEvaluation> evaluation, List<String> marks) {

    /** Copies the list. */
    public RoundLine {
        marks = List.copyOf(marks);
    }

    /**
     * Makes the lines of the newest rounds.
     *
     * @param history rounds so far
     * @param last    most of them
     * @return the newest {@code last}, the oldest of them first
     */
    public static List<RoundLine> newest(RoundHistory history, int last) {
        List<RoundResult> all = history.results();
        return all.subList(Math.max(0, all.size() - last), all.size()).stream()
                .map(result -> of(history, result))
                .toList();
    }

    private static RoundLine of(RoundHistory history, RoundResult result) {
        return new RoundLine(result, history.evaluation(result.getVersion()), history.marks(result.getVersion()));
    }

    /**
     * Finds a metric of the version: over its clients' test data if they report it, else from training.
     *
     * @param name such as {@code accuracy}
     * @return its mean, NaN if nobody reports it
     */
    public double metric(String name) {
        MetricSpread spread =
                evaluation.map(figures -> figures.getMetrics().get(name)).orElse(null);
        return spread == null ? result.getMetrics().getOrDefault(name, Double.NaN) : spread.getMean();
    }

    double meanStaleness() {
        long updates = 0;
        long sum = 0;
        for (Map.Entry<String, Long> entry : result.getStaleness().entrySet()) {
            updates += entry.getValue();
            sum += entry.getValue() * Long.parseLong(entry.getKey());
        }
        return updates == 0 ? Double.NaN : (double) sum / updates;
    }

    double seconds() {
        return (result.getClosedAtMs() - result.getOpenedAtMs()) / 1000.0;
    }

    String note() {
        return String.join(", ", marks)
                + (marks.isEmpty() || result.getNote().isEmpty() ? "" : "; ")
                + result.getNote();
    }

    /** The guarantee of everything that is public up to this version; empty without noise, when there is none to tell. */
    String guarantee() {
        Map<String, Double> privacy = result.getPrivacy();
        return privacy.isEmpty() ? "" : new PrivacyGuarantee(privacy.get("rho"), privacy.get("privacyDelta")).text();
    }

    /**
     * Shows it to programs.
     *
     * @return members in a fixed order
     */
    public Map<String, Object> json() {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("version", result.getVersion());
        json.put("baseVersion", result.getBaseVersion());
        json.put("reason", result.getCloseReason().name());
        json.put("strategy", result.getStrategy());
        json.put("updates", result.getUpdateCount());
        json.put("clients", result.getClientCount());
        json.put("examples", result.getExampleCount());
        json.put("staleness", new TreeMap<>(result.getStaleness()));
        json.put("stepL2Norm", result.getStepL2Norm());
        json.put("openedAtMs", result.getOpenedAtMs());
        json.put("closedAtMs", result.getClosedAtMs());
        json.put("aggregationMs", result.getAggregationMs());
        json.put("extensions", result.getExtensions());
        json.put("updateBytes", result.getUpdateBytes());
        json.put("modelBytes", result.getModelBytes());
        json.put("metrics", new TreeMap<>(result.getMetrics()));
        json.put("evaluation", evaluation.map(RoundLine::shown).orElse(null));
        json.put("marks", marks);
        json.put("note", result.getNote());
        json.put("privacy", result.getPrivacy().isEmpty() ? "none" : new TreeMap<>(result.getPrivacy()));
        return json;
    }

    private static Map<String, Object> shown(VersionEvaluation evaluation) {
        Map<String, Object> shown = new LinkedHashMap<>();
        shown.put("reports", evaluation.getReportCount());
        shown.put("group", evaluation.getGroupSize());
        shown.put("examples", evaluation.getExampleCount());
        shown.put("isBad", evaluation.getIsBad());
        Map<String, Object> metrics = new TreeMap<>();
        evaluation.getMetrics().forEach((name, spread) -> {
            Map<String, Object> values = new LinkedHashMap<>();
            values.put("mean", spread.getMean());
            values.put("standardDeviation", spread.getStandardDeviation());
            values.put("reports", spread.getReportCount());
            metrics.put(name, values);
        });
        shown.put("metrics", metrics);
        return shown;
    }
}
