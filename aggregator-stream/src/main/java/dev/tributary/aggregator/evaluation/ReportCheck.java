package dev.tributary.aggregator.evaluation;

import dev.tributary.federation.settings.evaluation.EvaluationSettings;
import dev.tributary.schemas.avro.Evaluation;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.regex.Pattern;

/** Flaws of a report that show from itself and the newest version. */
final class ReportCheck {

    /** Versions behind the newest that are still evaluated. */
    static final int VERSIONS_BEHIND = 64;

    /**
     * Versions ahead of the newest that is known here. A client can see a version before this task does, since a commit
     * becomes visible partition by partition, and with a small model it is done within that time. A report on a version
     * that does not come to exist has no effect: the round window, which knows, passes over it.
     */
    static final int VERSIONS_AHEAD = 16;

    private static final int MOST_METRICS = 16;
    private static final Pattern CLIENT_ID = Pattern.compile("[A-Za-z0-9-]{1,64}");
    private static final Pattern METRIC_NAME = Pattern.compile("[A-Za-z0-9_.-]{1,64}");

    private ReportCheck() {}

    static Optional<RefusalReason> check(String key, Evaluation evaluation, OptionalLong newest) {
        if (!isWithinBounds(evaluation)) {
            return Optional.of(RefusalReason.MALFORMED);
        }
        long version = evaluation.getVersion();
        if (!String.valueOf(version).equals(key)) {
            return Optional.of(RefusalReason.KEY_MISMATCH);
        }
        if (version < 0 || newest.isEmpty() || version > newest.getAsLong() + VERSIONS_AHEAD) {
            return Optional.of(RefusalReason.UNKNOWN_VERSION);
        }
        return version < newest.getAsLong() - VERSIONS_BEHIND
                ? Optional.of(RefusalReason.OLD_VERSION)
                : Optional.empty();
    }

    private static boolean isWithinBounds(Evaluation evaluation) {
        return CLIENT_ID.matcher(evaluation.getClientId()).matches()
                && evaluation.getExampleCount() >= 1
                && evaluation.getMetrics().size() <= MOST_METRICS
                && evaluation.getMetrics().entrySet().stream().allMatch(ReportCheck::isWithinBounds);
    }

    private static boolean isWithinBounds(Map.Entry<String, Double> metric) {
        // Written so that NaN fails it.
        return METRIC_NAME.matcher(metric.getKey()).matches()
                && Math.abs(metric.getValue()) <= EvaluationSettings.GREATEST_METRIC;
    }
}
